package io.cohortsync.amplitude;

import io.cohortsync.fault.RunFailedException;
import io.cohortsync.member.ExportUnusableException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPInputStream;

/**
 * Keeps a run's export on disk: the file is complete or it is not there. It is written under a temporary name, checked, and
 * renamed in one step.
 */
public final class Spool {

    private static final int BUFFER = 1 << 16;

    private final Path folder;

    /** @param folder is made when it is needed */
    public Spool(Path folder) {
        this.folder = folder;
    }

    /** Where the complete export of a run lies, if {@link #isComplete} says so. */
    public Path file(String runId) {
        return folder.resolve(runId + ".csv");
    }

    public boolean isComplete(String runId) {
        return Files.exists(file(runId));
    }

    /**
     * Writes the export of a run.
     *
     * @param body read to its end and closed
     * @param length the promised number of bytes, or -1 if none was promised
     * @param eachPart asked at each part that comes; it may throw to give the file up
     * @return whether the file is gzip, and so proves its own end
     * @throws ExportUnusableException if the body ends early or is a gzip file that is cut or corrupt
     * @throws RunFailedException if the disk does not take it
     * @throws IOException if the connection breaks
     */
    public boolean save(String runId, InputStream body, long length, Runnable eachPart) throws IOException {
        Path part = part(runId);
        try {
            long written = copy(body, part, eachPart);
            if (length >= 0 && written != length) {
                throw new ExportUnusableException(
                        "the export has " + written + " bytes; Content-Length promised " + length);
            }
            boolean gzip = isGzip(part);
            if (gzip) {
                requireWholeGzip(part);
            }
            Files.move(part, file(runId), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return gzip;
        } catch (FileSystemException e) {
            throw diskFailed(e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Path part(String runId) {
        try {
            Files.createDirectories(folder);
            return folder.resolve(runId + ".part");
        } catch (IOException e) {
            throw diskFailed(e);
        }
    }

    private static long copy(InputStream body, Path part, Runnable eachPart) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long written = 0;
        try (body;
                OutputStream file = open(part)) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                eachPart.run();
                write(file, buffer, read);
                written += read;
            }
        }
        return written;
    }

    private static OutputStream open(Path part) {
        try {
            return Files.newOutputStream(part);
        } catch (IOException e) {
            throw diskFailed(e);
        }
    }

    private static void write(OutputStream file, byte[] buffer, int length) {
        try {
            file.write(buffer, 0, length);
        } catch (IOException e) {
            throw diskFailed(e);
        }
    }

    private static RunFailedException diskFailed(IOException e) {
        return new RunFailedException("the export could not be written below data-dir ("
                + e.getClass().getSimpleName() + ": " + e.getMessage()
                + "); the partial file is gone, nothing was changed. Free some disk space; the next run tries again");
    }

    /** Only the trailer of a gzip file tells that nothing is missing, so it is inflated once. */
    private static void requireWholeGzip(Path part) throws IOException {
        byte[] sink = new byte[BUFFER];
        try (InputStream file =
                new GZIPInputStream(new BufferedInputStream(Files.newInputStream(part), BUFFER), BUFFER)) {
            while (file.read(sink) >= 0) {
                // inflating is the check
            }
        } catch (IOException e) {
            throw new ExportUnusableException(
                    "the export is a gzip file that is cut or corrupt (" + e.getMessage() + ")");
        }
    }

    private static boolean isGzip(Path part) throws IOException {
        try (InputStream file = Files.newInputStream(part)) {
            return file.read() == 0x1f && file.read() == 0x8b;
        }
    }

    /** Removes what is there of a run's export. */
    public void delete(String runId) {
        try {
            Files.deleteIfExists(file(runId));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
