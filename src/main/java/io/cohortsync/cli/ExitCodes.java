package io.cohortsync.cli;

/** How a command ends; the ends of a run are those of {@code --once}. */
final class ExitCodes {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int PARTIAL = 2;
    static final int HELD = 3;
    /** The command was typed wrongly; {@code EX_USAGE} of sysexits. */
    static final int USAGE = 64;
    /** No server answered; {@code EX_UNAVAILABLE} of sysexits. */
    static final int NO_SERVER = 69;

    private ExitCodes() {}

    /** @param status a run's status, as in the HTTP API */
    static int of(String status) {
        return switch (status) {
            case "succeeded", "skipped" -> DONE;
            case "partial" -> PARTIAL;
            case "held" -> HELD;
            default -> FAILED;
        };
    }
}
