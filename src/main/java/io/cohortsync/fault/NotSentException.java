package io.cohortsync.fault;

/** A call was not even sent, as its remote has failed too often lately and is left alone for a while. */
public class NotSentException extends RetryLaterException {
    public NotSentException(String message) {
        super(message);
    }
}
