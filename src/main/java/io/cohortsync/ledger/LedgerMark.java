package io.cohortsync.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What the row of a sync says of its ledger: enough to know whether a {@link RosterFile} still tells the truth.
 *
 * @param version rises whenever a row changes that was settled
 * @param planStamp random, given to the plan that was carried out last; null before the first
 * @param nextMember the number that the next new member gets
 */
record LedgerMark(long version, @Nullable String planStamp, long nextMember, LedgerCounts counts) {

    /** Whether no change is on its way and none is parked. */
    boolean isSettled() {
        return counts.pending() == 0 && counts.parked() == 0;
    }

    /** Not fewer than the rows of the sync, and seldom more: a member may be counted as present and as pending. */
    int expectedRows() {
        return (int) Math.min(counts.present() + counts.pending() + counts.parked(), nextMember);
    }
}
