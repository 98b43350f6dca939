package io.cohortsync.fault;

/**
 * The remote could not, or not yet, do what was asked: the routes ask again (error-handling.camel.yaml). The message holds
 * no secret and no address.
 */
public class RetryLaterException extends RuntimeException {

    public RetryLaterException(String message) {
        super(message);
    }
}
