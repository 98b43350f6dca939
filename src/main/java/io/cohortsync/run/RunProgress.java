package io.cohortsync.run;

/** How much of a run is done, for a progress bar: an honest guess, never 1.0 before the end. */
final class RunProgress {
    private RunProgress() {}

    static double of(Stage stage, RunCounts counts) {
        return switch (stage) {
            case EXPORT -> 0.0;
            case READ -> 0.2;
            case PLAN -> 0.4;
            case DELIVER -> 0.4 + 0.6 * delivered(counts);
            case DONE -> 1.0;
        };
    }

    private static double delivered(RunCounts counts) {
        double all = counts.delivered() + counts.pending();
        return all == 0 ? 0.99 : Math.min(0.99, counts.delivered() / all);
    }
}
