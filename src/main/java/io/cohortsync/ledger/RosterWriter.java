package io.cohortsync.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** Writes the rows of a roster file in key order, and then its head: a file without a head is none. */
final class RosterWriter {

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocate(RosterFile.BLOCK * RosterHead.ROW);
    private final CRC32C checksum = new CRC32C();
    private long position = RosterHead.OCTETS;
    private long rows;

    /** @param file is written from its beginning, and stays open */
    RosterWriter(FileChannel file) {
        this.file = file;
    }

    void add(long id, long high, long low, long propertiesDigest, int state, int attempts) {
        if (!buffer.hasRemaining()) {
            flush();
        }
        buffer.putLong(id).putLong(high).putLong(low).putLong(propertiesDigest);
        buffer.put((byte) state).put((byte) Math.min(attempts, Byte.MAX_VALUE));
        rows++;
    }

    void add(LedgerRows others, int row) {
        add(
                others.id(row),
                others.high(row),
                others.low(row),
                others.propertiesDigest(row),
                others.state(row).code(),
                others.attempts(row));
    }

    private void flush() {
        checksum.update(buffer.flip());
        buffer.rewind();
        try {
            position += write(buffer, position);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        buffer.clear();
    }

    private int write(ByteBuffer octets, long at) throws IOException {
        int written = 0;
        while (octets.hasRemaining()) {
            written += file.write(octets, at + written);
        }
        return written;
    }

    /** To be called after the last row. */
    void end(long version, String planStamp) throws IOException {
        flush();
        write(new RosterHead(version, planStamp, rows, checksum.getValue()).toOctets(), 0);
    }
}
