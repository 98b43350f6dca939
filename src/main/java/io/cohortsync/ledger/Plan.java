package io.cohortsync.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What a run means to do, made from one complete export and one version of the ledger.
 *
 * @param ledgerVersion the version of the ledger that was compared: the plan is only valid for it
 * @param changes may be iterated more than once; moves of known members come before joins of new ones
 * @param basis the ledger that it was made from; null if it is not known any more
 */
public record Plan(
        long ledgerVersion,
        PlanCounts counts,
        Iterable<PlannedChange> changes,
        @Nullable Basis basis) {

    Plan(long ledgerVersion, PlanCounts counts, Iterable<PlannedChange> changes) {
        this(ledgerVersion, counts, changes, null);
    }

    /**
     * What a plan was made from.
     *
     * @param roster open as long as the comparison is
     * @param pending the rows that were pending
     */
    public record Basis(Roster roster, MemberIds pending) {}
}
