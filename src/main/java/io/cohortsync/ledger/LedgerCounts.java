package io.cohortsync.ledger;

/**
 * The members of one sync now.
 *
 * @param present tagged, as far as Pushwoosh has told us
 * @param pending changes that wait to be sent or confirmed
 * @param parked dead letters
 */
public record LedgerCounts(long present, long pending, long parked) {

    LedgerCounts plus(MemberState from, MemberState to) {
        return minus(from).plus(to);
    }

    LedgerCounts plus(MemberState state) {
        return plus(state, 1);
    }

    LedgerCounts plus(MemberState state, long members) {
        return move(state, members);
    }

    LedgerCounts minus(MemberState state) {
        return move(state, -1);
    }

    private LedgerCounts move(MemberState state, long by) {
        return new LedgerCounts(
                present + (state.isTagged() ? by : 0),
                pending + (state.isPending() ? by : 0),
                parked + (state.isParked() ? by : 0));
    }
}
