package io.cohortsync.fault;

/** Finds what really happened: Camel wraps what a splitter's steps throw, and what a bean in an expression throws. */
public final class Causes {

    private Causes() {}

    /** The problem within Camel's wrappers. */
    public static Throwable of(Throwable thrown) {
        Throwable problem = thrown;
        while (problem.getClass().getName().startsWith("org.apache.camel.") && problem.getCause() != null) {
            problem = problem.getCause();
        }
        return problem;
    }
}
