package io.cohortsync.ledger;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What carrying out a plan led to.
 *
 * @param left the sync's counts afterwards
 * @param pendingIds the rows that may be pending, none of those that are is missing; null if the plan does not know
 * @param planStamp stands for this carrying out and no other
 */
public record CarriedOut(LedgerCounts left, @Nullable MemberIds pendingIds, String planStamp) {

    /** The rows that may be pending: each is to be looked at again before it is sent. */
    public Optional<MemberIds> pending() {
        return Optional.ofNullable(pendingIds);
    }
}
