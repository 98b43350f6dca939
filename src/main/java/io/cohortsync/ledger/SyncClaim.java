package io.cohortsync.ledger;

/**
 * The right to change one sync's ledger, held by one run of one process.
 *
 * @param number the sync's number: the upper bits of its members' ids
 * @param fence rises with every claim; a process whose number is no longer the newest changes nothing
 */
public record SyncClaim(String sync, int number, long fence) {

    private static final int MEMBER_BITS = 40;

    /** The first id of the sync's members. */
    long firstId() {
        return (long) number << MEMBER_BITS;
    }

    /** The last id of the sync's members. */
    long lastId() {
        return firstId() + (1L << MEMBER_BITS) - 1;
    }
}
