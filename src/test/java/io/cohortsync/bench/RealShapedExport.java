package io.cohortsync.bench;

import io.cohortsync.demo.ExportContent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A large export in the shape of the demo's: its rows over and over, every time with another number in the address, so that
 * invalid rows, duplicates and odd spellings come as often as there.
 */
final class RealShapedExport {

    private static final String SHAPES = "/demo/power-users.day1.csv.gz";
    /** One row in so many leaves on day 2, and one in so many joins: together 1 % changed. */
    private static final int EACH = 200;

    private final String header;
    private final List<String> shapes;

    RealShapedExport() throws IOException {
        try (InputStream in = RealShapedExport.class.getResourceAsStream(SHAPES);
                BufferedReader text =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            header = text.readLine();
            shapes = text.lines().toList();
        }
    }

    /** Writes day 1 and returns the file. */
    Path day1(Path file, int rows) throws IOException {
        return write(file, rows, false);
    }

    /** The same with 1 % of the rows changed. */
    Path day2(Path file, int rows) throws IOException {
        return write(file, rows, true);
    }

    /** What the twin is to export. */
    static ExportContent content(Path file) {
        return ExportContent.file(file).verbatim();
    }

    private Path write(Path file, int rows, boolean later) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)) {
            out.write((header + "\n").getBytes(StandardCharsets.UTF_8));
            for (int row = 0; row < rows; row++) {
                boolean another = later && row % EACH == 0;
                out.write(line(row, another).getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    /** Small numbers one after the other would make many addresses of one hash code, and the floor slower than plain Java is. */
    private static String scrambled(int number) {
        return Long.toString((number + 1) * 0x9E3779B97F4A7C15L >>> 24, 36);
    }

    private String line(int row, boolean another) {
        String shape = shapes.get(row % shapes.size());
        int at = shape.indexOf('@');
        if (at < 0) {
            return shape + "\n";
        }
        String copy = scrambled(row / shapes.size()) + (another ? "n" : "");
        return shape.substring(0, at) + "." + copy + shape.substring(at) + "\n";
    }
}
