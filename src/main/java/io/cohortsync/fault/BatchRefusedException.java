package io.cohortsync.fault;

/** Pushwoosh refused a batch for what stands in it: it is halved until the refused members are alone. */
public class BatchRefusedException extends RuntimeException {
    public BatchRefusedException(String message) {
        super(message);
    }
}
