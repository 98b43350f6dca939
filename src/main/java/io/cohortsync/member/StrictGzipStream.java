package io.cohortsync.member;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Inflates a gzip file of one or more members and accepts nothing after the last one. The JDK's stream takes a
 * further member whose header is cut or damaged for the end of the data: a shortened export would look complete.
 */
final class StrictGzipStream extends GZIPInputStream {

    private static final int BUFFER = 1 << 16;
    private static final int TRAILER = 8;

    private final Counted file;
    private final long fileSize;
    private long takenAtFill;

    /** @param fileSize octets of the whole compressed file, of which {@code file} stands at the first */
    StrictGzipStream(InputStream file, long fileSize) throws IOException {
        this(new Counted(file), fileSize);
    }

    private StrictGzipStream(Counted file, long fileSize) throws IOException {
        super(file, BUFFER);
        this.file = file;
        this.fileSize = fileSize;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        if (count < 0 && endOfLastMember() != fileSize) {
            throw new ZipException("what follows the last whole gzip member is no gzip member");
        }
        return count;
    }

    @Override
    protected void fill() throws IOException {
        super.fill();
        takenAtFill = file.taken;
    }

    /** Octets from the start of the file to the end of the last member that could be read. */
    private long endOfLastMember() {
        return takenAtFill - inf.getRemaining() + TRAILER;
    }

    private static final class Counted extends FilterInputStream {
        private long taken;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            taken += octet < 0 ? 0 : 1;
            return octet;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            taken += Math.max(count, 0);
            return count;
        }
    }
}
