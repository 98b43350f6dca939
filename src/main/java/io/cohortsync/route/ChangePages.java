package io.cohortsync.route;

import io.cohortsync.ledger.MembershipLedger;
import io.cohortsync.run.ActiveRun;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;

/** The pending changes of one run, read from the ledger page by page; a page never spans two batches. */
final class ChangePages implements Iterator<ChangePage> {

    private static final int PAGE = 250;

    private final ActiveRun run;
    private final MembershipLedger ledger;
    private final long[] ids;
    private final int batchSize;
    private final BooleanSupplier stopped;
    private int next;

    ChangePages(ActiveRun run, MembershipLedger ledger, long[] ids, int batchSize, BooleanSupplier stopped) {
        this.run = run;
        this.ledger = ledger;
        this.ids = ids;
        this.batchSize = batchSize;
        this.stopped = stopped;
    }

    @Override
    public boolean hasNext() {
        return next < ids.length && !stopped.getAsBoolean();
    }

    @Override
    public ChangePage next() {
        if (next >= ids.length) {
            throw new NoSuchElementException();
        }
        int batchEnd = Math.min(ids.length, (next / batchSize + 1) * batchSize);
        int end = Math.min(next + PAGE, batchEnd);
        long[] page = Arrays.copyOfRange(ids, next, end);
        next = end;
        if (end == batchEnd) {
            run.delivery().expect();
        }
        return new ChangePage(run.id(), ledger.pending(page), end == batchEnd);
    }
}
