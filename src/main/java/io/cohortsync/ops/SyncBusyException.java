package io.cohortsync.ops;

/** What is asked for has to wait until the run of a sync has ended. */
public class SyncBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SyncBusyException(String sync) {
        super("a run of sync " + sync
                + " is under way, and its configuration would change; try again when it has ended");
    }
}
