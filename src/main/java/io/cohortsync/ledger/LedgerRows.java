package io.cohortsync.ledger;

import java.util.Arrays;

/** Rows of the ledger in compact arrays, in key order and without addresses: 34 octets a row. For one thread. */
final class LedgerRows {

    private int size;
    private long[] ids;
    private long[] highs;
    private long[] lows;
    private long[] properties;
    private byte[] states;
    private byte[] attempts;

    /** @param expected rows up to which the arrays do not grow */
    LedgerRows(int expected) {
        ids = new long[expected];
        highs = new long[expected];
        lows = new long[expected];
        properties = new long[expected];
        states = new byte[expected];
        attempts = new byte[expected];
    }

    void add(long id, long high, long low, long propertiesDigest, int state, int tries) {
        if (size == ids.length) {
            grow();
        }
        ids[size] = id;
        highs[size] = high;
        lows[size] = low;
        properties[size] = propertiesDigest;
        states[size] = (byte) state;
        attempts[size] = (byte) Math.min(tries, Byte.MAX_VALUE);
        size++;
    }

    void add(LedgerRows others, int row) {
        add(
                others.ids[row],
                others.highs[row],
                others.lows[row],
                others.properties[row],
                others.states[row],
                others.attempts[row]);
    }

    /** Adds a row as it is after its change was confirmed. */
    void addPresent(LedgerRows others, int row) {
        add(
                others.ids[row],
                others.highs[row],
                others.lows[row],
                others.properties[row],
                MemberState.PRESENT.code(),
                0);
    }

    private void grow() {
        int capacity = Math.max(1024, ids.length + (ids.length >> 1));
        ids = Arrays.copyOf(ids, capacity);
        highs = Arrays.copyOf(highs, capacity);
        lows = Arrays.copyOf(lows, capacity);
        properties = Arrays.copyOf(properties, capacity);
        states = Arrays.copyOf(states, capacity);
        attempts = Arrays.copyOf(attempts, capacity);
    }

    /** Forgets all rows and keeps the arrays. */
    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    long id(int row) {
        return ids[row];
    }

    long high(int row) {
        return highs[row];
    }

    long low(int row) {
        return lows[row];
    }

    long propertiesDigest(int row) {
        return properties[row];
    }

    /** Whether the row was settled; of any octets, also of damaged ones. */
    boolean isPresent(int row) {
        return states[row] == MemberState.PRESENT.code();
    }

    MemberState state(int row) {
        return MemberState.of(states[row]);
    }

    int attempts(int row) {
        return attempts[row];
    }

    /** Where the row of that id is; negative if it is not there. */
    int rowOf(long id) {
        return Arrays.binarySearch(ids, 0, size, id);
    }
}
