package io.cohortsync.member;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Export files for tests, and all members of one. */
final class ExportFiles {

    private ExportFiles() {}

    static Path file(Path directory, String text) {
        return file(directory, text.getBytes(StandardCharsets.UTF_8));
    }

    static Path file(Path directory, byte[] octets) {
        try {
            return Files.write(Files.createTempFile(directory, "export", ".bin"), octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] gzip(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(octets)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.toByteArray();
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            octets.writeBytes(part);
        }
        return octets.toByteArray();
    }

    static List<Member> members(Path file, String identity, String... properties) {
        List<Member> members = new ArrayList<>();
        try (ExportReader reader = ExportReader.open(file, identity, List.of(properties), 3)) {
            reader.forEachRemaining(page -> members.addAll(page.members()));
        }
        return members;
    }

    static List<String> addresses(Path file) {
        return members(file, "user_id").stream().map(Member::address).toList();
    }
}
