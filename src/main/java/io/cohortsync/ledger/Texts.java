package io.cohortsync.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Many short texts in few arrays, by number: 2,000,000 addresses take about 60 MB instead of 150 MB as strings. */
final class Texts {

    private static final int CHUNK = 1 << 20;

    private final List<byte[]> chunks = new ArrayList<>();
    private long[] ends = new long[1024];
    private int size;
    private int used;

    /** Adds a text of less than a megabyte and gives its number: 0, 1, 2, … */
    int add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return add(bytes, 0, bytes.length);
    }

    /** The same for a text that is there as UTF-8 already. */
    int add(byte[] bytes, int start, int length) {
        if (length >= CHUNK) {
            throw new IllegalArgumentException("a text of " + length + " bytes; at most " + (CHUNK - 1) + " fit");
        }
        if (chunks.isEmpty() || used + length >= CHUNK) {
            chunks.add(new byte[CHUNK]);
            used = 0;
        }
        System.arraycopy(bytes, start, chunks.get(chunks.size() - 1), used, length);
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size + (size >> 1));
        }
        // chunk number, start in the chunk (20 bits), length (20 bits)
        ends[size] = ((long) (chunks.size() - 1) << 40) | ((long) used << 20) | length;
        used += length;
        return size++;
    }

    String get(int number) {
        long at = ends[number];
        return new String(
                chunks.get((int) (at >>> 40)), (int) (at >>> 20) & 0xFFFFF, (int) at & 0xFFFFF, StandardCharsets.UTF_8);
    }

    int size() {
        return size;
    }
}
