package io.cohortsync.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The data directory, locked for this process: one process at a time uses it. Its owner name survives restarts, so that a
 * process knows the claims of a predecessor that was killed: they are nobody's any more.
 */
public final class DataDirectory implements AutoCloseable {

    private final FileChannel lockFile;
    private final String owner;

    private DataDirectory(FileChannel lockFile, String owner) {
        this.lockFile = lockFile;
        this.owner = owner;
    }

    /**
     * Makes the directory if needed and locks it.
     *
     * @throws DataDirectoryBusyException if another process uses it, or it cannot be written
     */
    public static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel file =
                    FileChannel.open(path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(file) == null) {
                file.close();
                throw new DataDirectoryBusyException(
                        "data-dir " + path.toAbsolutePath().normalize()
                                + " is used by another process of cohort-sync; expected a directory of its own for each."
                                + " Stop the other process, or set cohort-sync.data-dir");
            }
            return new DataDirectory(file, owner(path.resolve("owner")));
        } catch (IOException e) {
            throw new DataDirectoryBusyException(
                    "data-dir " + path.toAbsolutePath().normalize() + " cannot be used ("
                            + e.getClass().getSimpleName() + "); expected a directory that this user may write");
        }
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String owner(Path file) throws IOException {
        if (!Files.exists(file) || Files.readString(file).isBlank()) {
            Files.writeString(file, UUID.randomUUID().toString());
        }
        return Files.readString(file).strip();
    }

    /** The name under which this directory's processes claim syncs. */
    public String owner() {
        return owner;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
