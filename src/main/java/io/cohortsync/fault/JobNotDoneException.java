package io.cohortsync.fault;

/** A job failed, is lost, or is stuck: its changes are not confirmed and are sent again. */
public class JobNotDoneException extends RuntimeException {
    public JobNotDoneException(String message) {
        super(message);
    }
}
