package io.cohortsync.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * Reads the rows of a roster file from front to back in constant memory, as often as is needed; by one thread at a time.
 */
final class RosterFile implements AutoCloseable {

    /** Rows that are read or written together. */
    static final int BLOCK = 1_000;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BLOCK * RosterHead.ROW);
    private final CRC32C checksum = new CRC32C();
    private final RosterHead head;
    private long position = RosterHead.OCTETS;

    private RosterFile(FileChannel file, RosterHead head) {
        this.file = file;
        this.head = head;
    }

    /** Opens a file; what is no roster has a head that no ledger has. The channel is closed with it, or if this fails. */
    static RosterFile of(FileChannel file) throws IOException {
        try {
            ByteBuffer octets = ByteBuffer.allocate(RosterHead.OCTETS);
            fill(file, octets, 0);
            return new RosterFile(file, RosterHead.of(octets.flip()));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    RosterHead head() {
        return head;
    }

    /** Goes back to the first row. */
    void rewind() {
        position = RosterHead.OCTETS;
        checksum.reset();
    }

    /** Puts the next rows in the place of those that were there; false if there are no more. */
    boolean read(LedgerRows rows) {
        rows.clear();
        fillBuffer();
        while (buffer.remaining() >= RosterHead.ROW) {
            rows.add(
                    buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.get(), buffer.get());
        }
        return rows.size() > 0;
    }

    private void fillBuffer() {
        try {
            buffer.clear();
            position += fill(file, buffer, position);
            checksum.update(buffer.flip());
            buffer.rewind();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int fill(FileChannel file, ByteBuffer octets, long at) throws IOException {
        int read = 0;
        for (int n = file.read(octets, at); n > 0; n = file.read(octets, at + read)) {
            read += n;
        }
        return read;
    }

    /** Whether everything was read, and is what was written. */
    boolean isWhole() {
        return position == RosterHead.OCTETS + head.rows() * RosterHead.ROW && checksum.getValue() == head.checksum();
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
