package io.cohortsync.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What a run means to do, made from one complete export and one version of the ledger.
 *
 * @param ledgerVersion the version of the ledger that was compared: the plan is only valid for it
 * @param changes may be iterated more than once
 * @param pendingBefore the rows that were pending in that version; null if that is not known any more
 */
public record Plan(
        long ledgerVersion,
        PlanCounts counts,
        Iterable<PlannedChange> changes,
        @Nullable MemberIds pendingBefore) {

    Plan(long ledgerVersion, PlanCounts counts, Iterable<PlannedChange> changes) {
        this(ledgerVersion, counts, changes, null);
    }
}
