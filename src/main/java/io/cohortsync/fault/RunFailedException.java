package io.cohortsync.fault;

/**
 * The run cannot go on and is not tried again. The message is the run report's reason: what happened, what was expected,
 * what happens next. It never holds a secret, a pre-signed URL or an address.
 */
public class RunFailedException extends RuntimeException {
    public RunFailedException(String reason) {
        super(reason);
    }
}
