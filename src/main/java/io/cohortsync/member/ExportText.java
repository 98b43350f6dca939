package io.cohortsync.member;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;

/**
 * The text of an export file: inflated if its first octets say gzip, decoded as UTF-8 without its byte order mark,
 * and looked at for what is plainly no CSV.
 */
final class ExportText {

    private static final int LOOK_AHEAD = 1 << 13;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private ExportText() {}

    /**
     * Opens the text.
     *
     * @throws ExportUnusableException if there is no text, or HTML, XML or JSON instead of CSV, or its encoding or
     *     compression is broken from the start
     * @throws UncheckedIOException    if the file cannot be read
     */
    static Reader open(Path file) {
        try {
            PushbackReader text = new PushbackReader(
                    new InputStreamReader(inflated(file), StandardCharsets.UTF_8.newDecoder()), LOOK_AHEAD);
            try {
                text.unread(looksLikeCsv(head(text)).toCharArray());
                return text;
            } catch (IOException | RuntimeException e) {
                text.close();
                throw e;
            }
        } catch (IOException e) {
            throw translated(e);
        }
    }

    /** What an I/O error says about the file: unusable, or merely not readable now. */
    static RuntimeException translated(IOException e) {
        if (e instanceof CharacterCodingException) {
            return new ExportUnusableException("the export is not UTF-8: it has octets that no UTF-8 text has", e);
        }
        if (e instanceof ZipException || e instanceof EOFException) {
            return new ExportUnusableException(
                    "the export's gzip data is cut or damaged: expected whole gzip members up to the end of the file",
                    e);
        }
        return new UncheckedIOException("the export file cannot be read", e);
    }

    /** S3 compresses whether or not it was asked to (facts/amplitude §1.8), so no header and no name is trusted. */
    private static InputStream inflated(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            return isGzip(file) ? new StrictGzipStream(raw, Files.size(file)) : raw;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private static boolean isGzip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 0x1f && in.read() == 0x8b;
        }
    }

    /** The first characters, without byte order mark and leading blanks; empty if the text has nothing else. */
    private static String head(Reader text) throws IOException {
        char[] buffer = new char[LOOK_AHEAD];
        int count = text.read(buffer);
        boolean marked = count > 0 && buffer[0] == BYTE_ORDER_MARK;
        int start = marked ? 1 : 0;
        while (count >= 0) {
            String head = new String(buffer, start, count - start);
            if (!head.isBlank()) {
                return head;
            }
            start = 0;
            count = text.read(buffer);
        }
        return "";
    }

    private static String looksLikeCsv(String head) {
        String start = head.stripLeading();
        if (start.isEmpty()) {
            throw new ExportUnusableException("the export is empty: expected a CSV header row");
        }
        char first = start.charAt(0);
        if (first == '<') {
            throw new ExportUnusableException("the export is HTML or XML: expected CSV with a header row");
        }
        if (first == '{' || first == '[') {
            throw new ExportUnusableException("the export is JSON: expected CSV with a header row");
        }
        return head;
    }
}
