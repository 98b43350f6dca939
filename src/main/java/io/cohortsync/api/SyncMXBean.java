package io.cohortsync.api;

import org.jspecify.annotations.Nullable;

/** One sync over JMX: {@code cohort-sync:type=Sync,name=<sync>}. Times are ISO 8601 in UTC; null when there is none. */
public interface SyncMXBean {

    /** {@code idle}, {@code running}, {@code held} or {@code stopped}. */
    String getState();

    @Nullable
    String getNextFireAt();

    /** Members now tagged. */
    long getPresent();

    /** Changes not yet confirmed. */
    long getPending();

    /** Dead letters. */
    long getParked();

    @Nullable
    String getLastRunStatus();

    /** When the last run ended, or began if it has not ended. */
    @Nullable
    String getLastRunAt();

    /**
     * Starts a run.
     *
     * @return its id
     * @throws IllegalStateException says why none was started
     */
    String run();

    /**
     * Starts a run that only plans: the ledger stays as it is and nothing is sent.
     *
     * @return its id
     * @throws IllegalStateException says why none was started
     */
    String dryRun();

    /** Stops the cadence until it is resumed, also over restarts. A run under way goes on. */
    void pause();

    /** Lets the cadence fire again; what it missed is not made up for. */
    void resume();
}
