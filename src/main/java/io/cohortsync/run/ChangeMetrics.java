package io.cohortsync.run;

import io.cohortsync.ledger.Change;
import io.cohortsync.ledger.ChangeKind;
import io.cohortsync.ledger.ParkedChange;
import io.cohortsync.ledger.Settlement;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;

/** The counter {@code cohortsync.changes}: what became of changes, by sync, kind and result. */
public class ChangeMetrics {

    private static final String[] RESULTS = {"confirmed", "retried", "parked"};

    private final MeterRegistry registry;

    public ChangeMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Lets the counters of a sync begin at 0. */
    public void begin(String sync) {
        for (ChangeKind kind : ChangeKind.values()) {
            for (String result : RESULTS) {
                counter(sync, kind, result);
            }
        }
    }

    public void settled(String sync, Settlement settlement) {
        count(sync, settlement.confirmed(), "confirmed");
        count(sync, settlement.parked().stream().map(ParkedChange::change).toList(), "parked");
    }

    /** Counts changes that are sent once more: their post had no good answer, or their job was not done. */
    public void retried(String sync, Collection<Change> changes) {
        count(sync, changes, "retried");
    }

    private void count(String sync, Collection<Change> changes, String result) {
        for (ChangeKind kind : ChangeKind.values()) {
            long n = changes.stream().filter(change -> change.kind() == kind).count();
            if (n > 0) {
                counter(sync, kind, result).increment(n);
            }
        }
    }

    private Counter counter(String sync, ChangeKind kind, String result) {
        return registry.counter("cohortsync.changes", "sync", sync, "kind", kind.word(), "result", result);
    }
}
