package io.cohortsync.ledger;

import java.util.Arrays;

/** Ids of rows of the ledger, 8 octets each. For one thread. */
public final class MemberIds {
    private long[] values = new long[1024];
    private int size;

    void add(long id) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = id;
    }

    int size() {
        return size;
    }

    /** These and those. */
    MemberIds and(MemberIds more) {
        MemberIds all = new MemberIds();
        all.values = Arrays.copyOf(values, Math.max(1024, size + more.size));
        System.arraycopy(more.values, 0, all.values, size, more.size);
        all.size = size + more.size;
        return all;
    }

    /** These and a range of others. */
    MemberIds and(IdRange more) {
        MemberIds all = new MemberIds();
        all.values = Arrays.copyOf(values, Math.max(1024, Math.toIntExact(size + more.size())));
        all.size = size;
        for (long id = more.first(); id <= more.last(); id++) {
            all.add(id);
        }
        return all;
    }

    /** Each id once, in the ledger's order. */
    public long[] ascending() {
        long[] ids = Arrays.copyOf(values, size);
        Arrays.sort(ids);
        int kept = 0;
        for (long id : ids) {
            if (kept == 0 || ids[kept - 1] != id) {
                ids[kept++] = id;
            }
        }
        return Arrays.copyOf(ids, kept);
    }
}
