package io.cohortsync.ops;

/** The data directory cannot be used by this process; the message says why and what to do. */
public class DataDirectoryBusyException extends RuntimeException {
    DataDirectoryBusyException(String message) {
        super(message);
    }
}
