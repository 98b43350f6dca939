package io.cohortsync.ledger;

import java.util.Arrays;

/** The ledger of one sync in compact arrays, in key order: 41 bytes a member, no address. */
final class LedgerSnapshot {

    private final long version;
    private int size;
    private long[] ids;
    private long[] highs;
    private long[] lows;
    private long[] properties;
    private byte[] states;
    private byte[] attempts;

    LedgerSnapshot(long version, int expected) {
        this.version = version;
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

    private void grow() {
        int capacity = Math.max(1024, ids.length + (ids.length >> 1));
        ids = Arrays.copyOf(ids, capacity);
        highs = Arrays.copyOf(highs, capacity);
        lows = Arrays.copyOf(lows, capacity);
        properties = Arrays.copyOf(properties, capacity);
        states = Arrays.copyOf(states, capacity);
        attempts = Arrays.copyOf(attempts, capacity);
    }

    long version() {
        return version;
    }

    int size() {
        return size;
    }

    long id(int index) {
        return ids[index];
    }

    long high(int index) {
        return highs[index];
    }

    long low(int index) {
        return lows[index];
    }

    long propertiesDigest(int index) {
        return properties[index];
    }

    MemberState state(int index) {
        return MemberState.of(states[index]);
    }

    int attempts(int index) {
        return attempts[index];
    }
}
