package io.cohortsync.ledger;

/**
 * What a comparison found.
 *
 * @param wantedBefore members whom the audience was meant to hold before: what leavers are a share of
 */
public record PlanCounts(long joined, long left, long changed, long unchanged, long wantedBefore) {

    public static final PlanCounts NONE = new PlanCounts(0, 0, 0, 0, 0);

    /** Whether nothing at all is to be sent for this comparison. */
    public boolean isEmpty() {
        return joined + left + changed == 0;
    }
}
