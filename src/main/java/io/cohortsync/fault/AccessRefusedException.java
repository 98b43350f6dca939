package io.cohortsync.fault;

/**
 * The remote refused our credentials or does not know our project or application: nothing more is asked in this run. The
 * message names neither.
 */
public class AccessRefusedException extends RuntimeException {
    public AccessRefusedException(String message) {
        super(message);
    }
}
