package io.cohortsync.amplitude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cohortsync.fault.RunFailedException;
import io.cohortsync.member.ExportUnusableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    private static final byte[] CSV = "user_id\na@b.co\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private Spool spool;

    @BeforeEach
    void begin() {
        spool = new Spool(folder);
    }

    private boolean save(byte[] bytes, long length) throws IOException {
        return spool.save("run", new ByteArrayInputStream(bytes), length, () -> {});
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(spool.isComplete("run")).isFalse();
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    private static byte[] gzip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(CSV);
        }
        return bytes.toByteArray();
    }

    @Test
    void keeps_what_came_and_tells_whether_it_proves_its_end() throws IOException {
        assertThat(save(CSV, -1)).isFalse();
        assertThat(spool.file("run")).hasBinaryContent(CSV);
        assertThat(save(gzip(), -1)).as("a second download takes the place").isTrue();
        assertThat(spool.file("run")).hasBinaryContent(gzip());
        spool.delete("run");
        assertNothingIsLeft();
    }

    @Test
    void a_file_that_is_shorter_or_longer_than_promised_is_nothing() throws IOException {
        for (long length : new long[] {0, CSV.length - 1, CSV.length + 1}) {
            assertThatExceptionOfType(ExportUnusableException.class)
                    .isThrownBy(() -> save(CSV, length))
                    .withMessage("the export has " + CSV.length + " bytes; Content-Length promised " + length);
        }
        assertNothingIsLeft();
    }

    @Test
    void a_gzip_file_that_is_cut_or_corrupt_is_nothing() throws IOException {
        byte[] cut = Arrays.copyOf(gzip(), gzip().length - 1);
        byte[] corrupt = gzip();
        corrupt[corrupt.length - 8]++;
        for (byte[] bad : new byte[][] {cut, corrupt}) {
            assertThatExceptionOfType(ExportUnusableException.class)
                    .isThrownBy(() -> save(bad, bad.length))
                    .withMessageContaining("cut or corrupt");
        }
        assertNothingIsLeft();
    }

    @Test
    void a_connection_that_breaks_leaves_nothing() throws IOException {
        InputStream breaking = new InputStream() {
            private int left = 5;

            @Override
            public int read() throws IOException {
                if (left-- <= 0) {
                    throw new IOException("reset");
                }
                return 'x';
            }
        };
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> spool.save("run", breaking, -1, () -> {}));
        assertNothingIsLeft();
    }

    @Test
    void who_gives_up_in_between_leaves_nothing() throws IOException {
        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> spool.save("run", new ByteArrayInputStream(CSV), -1, () -> {
                    throw new RunFailedException("too late");
                }))
                .withMessage("too late");
        assertNothingIsLeft();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_full_disk_fails_the_run_with_words_and_leaves_nothing() throws IOException {
        Files.createSymbolicLink(folder.resolve("run.part"), Path.of("/dev/full"));
        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> save(CSV, CSV.length))
                .withMessageContaining("could not be written below data-dir")
                .withMessageContaining("No space left on device")
                .withMessageContaining("the partial file is gone");
        assertNothingIsLeft();
    }

    @Test
    void a_folder_that_cannot_be_made_fails_the_run_with_words() throws IOException {
        Path file = Files.createFile(folder.resolve("a-file"));
        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> new Spool(file).save("run", new ByteArrayInputStream(CSV), CSV.length, () -> {}))
                .withMessageContaining("could not be written below data-dir");
    }
}
