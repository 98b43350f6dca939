package io.cohortsync.run;

import io.cohortsync.config.Sync;
import io.cohortsync.fault.RunFailedException;
import io.cohortsync.ledger.LedgerCounts;
import io.cohortsync.ledger.MembershipLedger;

/**
 * The ledger holds who has this very value of this very tag: under another one it would claim what is not so. Asked before an
 * export is spent, and again before anything is sent, as a run may begin there (an erasure, a replay, an approved plan).
 */
public class TargetCheck {

    private final SyncStore syncs;
    private final MembershipLedger ledger;

    public TargetCheck(SyncStore syncs, MembershipLedger ledger) {
        this.syncs = syncs;
        this.ledger = ledger;
    }

    /** @throws RunFailedException if the sync's ledger was made with another target */
    public void requireSame(ActiveRun run) {
        Sync sync = run.sync();
        String target =
                "app %s, tag %s, value %s, match %s".formatted(sync.app(), sync.tag(), sync.tagValue(), sync.match());
        String before = syncs.target(sync.name()).orElse(target);
        LedgerCounts known = ledger.counts(sync.name());
        if (!before.equals(target) && known.present() + known.pending() + known.parked() > 0) {
            throw new RunFailedException(
                    "sync " + sync.name() + " now has " + target + ", but its ledger was made with " + before
                            + ": nobody was touched. Give the new target to a sync with a new name, or change it back");
        }
        syncs.target(run.claim(), target);
    }
}
