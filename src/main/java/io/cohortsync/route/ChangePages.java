package io.cohortsync.route;

import io.cohortsync.ledger.Change;
import io.cohortsync.ledger.MembershipLedger;
import io.cohortsync.run.ActiveRun;
import io.cohortsync.run.DeliveryGates;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;

/**
 * The pending changes of one run, batch by batch and each batch in pages. The first page of a batch waits here, on the run's
 * own thread, for one of the app's places: so only as many changes are in memory as are on their way, and the places of one
 * app keep no other app waiting.
 *
 * <p>All waiting is done by {@link #next}: a splitter asks {@link #hasNext} before it has dealt with the page before.
 */
final class ChangePages implements Iterator<ChangePage> {

    private static final int PAGE = 250;

    private final ActiveRun run;
    private final MembershipLedger ledger;
    private final DeliveryGates gates;
    private final BooleanSupplier stopped;
    private final long[] ids;
    private int nextId;
    private List<Change> batch = List.of();
    private int nextChange;

    ChangePages(ActiveRun run, MembershipLedger ledger, DeliveryGates gates, long[] ids, BooleanSupplier stopped) {
        this.run = run;
        this.ledger = ledger;
        this.gates = gates;
        this.ids = ids;
        this.stopped = stopped;
    }

    @Override
    public boolean hasNext() {
        return !stopped.getAsBoolean() && (nextChange < batch.size() || nextId < ids.length);
    }

    /** The next page; an empty one if nothing is left to send, or nothing more is to be sent. */
    @Override
    public ChangePage next() {
        if (nextChange == batch.size()) {
            beginBatch();
        }
        int end = Math.min(nextChange + PAGE, batch.size());
        ChangePage page = new ChangePage(run.id(), batch.subList(nextChange, end), end == batch.size());
        nextChange = end;
        return page;
    }

    private void beginBatch() {
        if (nextId == ids.length) {
            throw new NoSuchElementException();
        }
        int end = Math.min(ids.length, nextId + run.app().batchSize());
        List<Change> pending = ledger.pending(Arrays.copyOfRange(ids, nextId, end));
        nextId = end;
        nextChange = 0;
        batch = pending.isEmpty() || !enter() ? List.of() : pending;
    }

    private boolean enter() {
        try {
            return gates.enter(run, stopped);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a place", e);
        }
    }
}
