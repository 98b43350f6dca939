package io.cohortsync.demo;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The rows of a cohort: CSV with amplitude_id, user_id and any number of property columns (facts/amplitude §1.8). Kept
 * gzipped and unchangeable from the moment it is made. An export shows the property columns it was asked for.
 */
public final class ExportContent {
    /** Writes CSV text, for contents too large to be had as one string. */
    public interface Writing {
        void writeTo(OutputStream out) throws IOException;
    }

    private final byte[] gzipped;
    private final boolean verbatim;
    private final Map<PropertySelection, byte[]> selected = new ConcurrentHashMap<>();

    private ExportContent(byte[] gzipped, boolean verbatim) {
        this.gzipped = gzipped;
        this.verbatim = verbatim;
    }

    public static ExportContent csv(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** CSV, plain or gzipped. */
    public static ExportContent bytes(byte[] bytes) {
        return isGzip(bytes) ? new ExportContent(bytes.clone(), false) : written(out -> out.write(bytes));
    }

    public static ExportContent file(Path path) {
        try {
            return bytes(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException("The export content " + path + " cannot be read.", e);
        }
    }

    /** @param name an absolute class-path name, as in {@code /demo/day-1.csv} */
    public static ExportContent resource(String name) {
        try (InputStream in = ExportContent.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no export content " + name + " on the class path.");
            }
            return bytes(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("The export content " + name + " cannot be read.", e);
        }
    }

    public static ExportContent written(Writing writing) {
        return new ExportContent(gzip(writing), false);
    }

    /** The same content, exported byte by byte as it is, whatever columns are asked for. */
    public ExportContent verbatim() {
        return new ExportContent(gzipped, true);
    }

    byte[] gzipped(PropertySelection selection) {
        return verbatim ? gzipped : selected.computeIfAbsent(selection, wanted -> wanted.applyTo(gzipped));
    }

    static byte[] gzip(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes, 1 << 16)) {
            writing.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("An export content could not be written.", e);
        }
        return bytes.toByteArray();
    }

    static byte[] gunzip(byte[] gzipped) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzipped), 1 << 16)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("An export content is not proper gzip.", e);
        }
    }

    private static boolean isGzip(byte[] bytes) {
        return bytes.length > 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
    }
}
