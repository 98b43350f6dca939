package io.cohortsync.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first octets of a roster file: which ledger it holds, and how its end is known.
 *
 * @param version the ledger's version
 * @param planStamp the stamp of the plan that led to that version, see {@link LedgerMark}
 * @param rows how many rows follow
 * @param checksum CRC-32C of all of them, this head not included
 */
record RosterHead(long version, String planStamp, long rows, long checksum) {

    static final int OCTETS = 128;
    /** Octets of a row that follows. */
    static final int ROW = 4 * Long.BYTES + 2;

    private static final long MAGIC = 0x636f686f72743031L;
    private static final int NUMBERS = 4 * Long.BYTES;

    ByteBuffer toOctets() {
        byte[] run = planStamp.getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(run, OCTETS - NUMBERS);
        return ByteBuffer.allocate(OCTETS)
                .putLong(MAGIC)
                .putLong(version)
                .putLong(rows)
                .putLong(checksum)
                .put(padded)
                .flip();
    }

    /** Reads a head; of anything else it makes a head that no ledger has. */
    static RosterHead of(ByteBuffer octets) {
        boolean known = octets.remaining() == OCTETS && octets.getLong() == MAGIC;
        if (!known) {
            return new RosterHead(-1, "", 0, 0);
        }
        return new RosterHead(octets.getLong(), run(octets, 2 * Long.BYTES), octets.getLong(), octets.getLong());
    }

    private static String run(ByteBuffer octets, int after) {
        byte[] padded = new byte[OCTETS - NUMBERS];
        octets.get(octets.position() + after, padded);
        return new String(padded, StandardCharsets.UTF_8).trim();
    }
}
