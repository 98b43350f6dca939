package io.cohortsync.member;

/**
 * A map from 128-bit digests to ordinals in flat arrays: 20 octets a slot, at most 0.6 of the slots in use. With
 * 2,000,000 entries it holds 84 MB; while it grows, the old arrays (half the size) are there as well, so give the
 * expected number where it is known. The digests must be evenly spread, as {@link AddressDigest}'s are. Not safe for
 * use by many threads.
 */
public final class DigestTable {

    private static final double MAX_LOAD = 0.6;
    private static final int SMALLEST = 16;
    private static final int LARGEST = 1 << 29;

    private long[] keys;
    /** Ordinal + 1; 0 marks a free slot. */
    private int[] marks;

    private int size;

    public DigestTable() {
        this(0);
    }

    /** @param expected number of entries up to which the table does not grow */
    public DigestTable(int expected) {
        int slots = SMALLEST;
        while (slots * MAX_LOAD < expected) {
            slots = doubled(slots);
        }
        keys = new long[2 * slots];
        marks = new int[slots];
    }

    /** The number of entries. */
    public int size() {
        return size;
    }

    /** Octets that the arrays hold. */
    long octets() {
        return (long) keys.length * Long.BYTES + (long) marks.length * Integer.BYTES;
    }

    /** The ordinal of a digest, -1 if it is absent. */
    public int find(long high, long low) {
        return marks[slotOf(high, low)] - 1;
    }

    /**
     * Adds a digest unless it is there already.
     *
     * @param ordinal 0 to {@code Integer.MAX_VALUE - 1}
     * @return -1 if it was added, else the ordinal it already had, which stays
     */
    public int put(long high, long low, int ordinal) {
        if (ordinal < 0 || ordinal == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("ordinal is " + ordinal + ", expected 0 to 2147483646");
        }
        int slot = slotOf(high, low);
        if (marks[slot] != 0) {
            return marks[slot] - 1;
        }
        fill(slot, high, low, ordinal + 1);
        size++;
        if (size > marks.length * MAX_LOAD) {
            grow();
        }
        return -1;
    }

    /** The slot that holds the digest, or the free one where it belongs. */
    private int slotOf(long high, long low) {
        int mask = marks.length - 1;
        int slot = (int) low & mask;
        while (marks[slot] != 0 && (keys[2 * slot] != high || keys[2 * slot + 1] != low)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void fill(int slot, long high, long low, int mark) {
        keys[2 * slot] = high;
        keys[2 * slot + 1] = low;
        marks[slot] = mark;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldMarks = marks;
        int slots = doubled(oldMarks.length);
        keys = new long[2 * slots];
        marks = new int[slots];
        for (int i = 0; i < oldMarks.length; i++) {
            if (oldMarks[i] != 0) {
                long high = oldKeys[2 * i];
                long low = oldKeys[2 * i + 1];
                fill(slotOf(high, low), high, low, oldMarks[i]);
            }
        }
    }

    private static int doubled(int slots) {
        if (slots >= LARGEST) {
            throw new IllegalStateException("more than " + (long) (LARGEST * MAX_LOAD) + " digests in one table");
        }
        return 2 * slots;
    }
}
