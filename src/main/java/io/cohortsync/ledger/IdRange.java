package io.cohortsync.ledger;

/** Ids of neighbouring rows, the first and the last included; none if the last is the one before the first. */
record IdRange(long first, long last) {

    long size() {
        return last - first + 1;
    }

    boolean holds(long id) {
        return first <= id && id <= last;
    }
}
