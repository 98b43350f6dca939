package io.cohortsync.ledger;

import io.cohortsync.member.MaskedAddress;
import org.jspecify.annotations.Nullable;

/**
 * One line of a plan: how the ledger's row of a member is to move.
 *
 * @param action what the plan shows and counts
 * @param id the member's row, or 0 for a member the ledger does not know yet
 * @param from the state the row must have when the plan is carried out; null with id 0
 * @param to the state it gets; null: the row is deleted
 * @param properties the mapped tag values as JSON, or null if there are none
 * @param propertiesDigest 0 if there are none
 */
public record PlannedChange(
        Action action,
        long id,
        @Nullable MemberState from,
        @Nullable MemberState to,
        String address,
        @Nullable String properties,
        long propertiesDigest) {

    /** What a line of a plan is for. */
    public enum Action {
        JOIN,
        LEAVE,
        CHANGE,
        /** A parked change is tried again, or a pending one gets newer values: counted as unchanged. */
        RETRY,
        /** The row of a member who was never tagged and is no longer wanted. */
        FORGET;

        /** Whether the line is one of the changes that people are shown. */
        public boolean isShown() {
            return this == JOIN || this == LEAVE || this == CHANGE;
        }
    }

    /** Never shows the address. */
    @Override
    public String toString() {
        return action + " " + MaskedAddress.mask(address);
    }
}
