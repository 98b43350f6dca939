package io.cohortsync.fault;

/** What was asked for is on its way: nothing is wrong, the routes ask again. */
public class NotReadyException extends RetryLaterException {
    public NotReadyException(String message) {
        super(message);
    }
}
