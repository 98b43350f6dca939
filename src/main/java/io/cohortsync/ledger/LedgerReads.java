package io.cohortsync.ledger;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for a ledger that another thread reads. */
final class LedgerReads {
    private LedgerReads() {}

    static Roster await(Future<Roster> ledger) throws InterruptedException {
        try {
            return ledger.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("the ledger could not be read", e.getCause());
        }
    }
}
