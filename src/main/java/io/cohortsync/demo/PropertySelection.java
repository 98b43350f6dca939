package io.cohortsync.demo;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The property columns an export was asked for (facts/amplitude §1.5): none, those named, or with props=1 alone all of them.
 * That a property nobody has becomes a column of blanks, and the prefix before a property's name, are guesses (§1.8).
 */
record PropertySelection(boolean wanted, List<String> keys, String prefix) {
    private static final List<String> BASE = List.of("amplitude_id", "user_id");

    static PropertySelection of(Call call, String prefix) {
        boolean wanted = "1".equals(call.parameter("props"));
        return new PropertySelection(wanted, wanted ? call.parameters("propKeys") : List.of(), prefix);
    }

    /** Content that does not begin with the two base columns is passed on untouched. */
    byte[] applyTo(byte[] gzipped) {
        try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(open(gzipped))) {
            Iterator<CsvRecord> rows = csv.iterator();
            List<String> found = rows.hasNext() ? rows.next().getFields() : List.of();
            boolean ours = found.size() >= 2 && found.subList(0, 2).equals(BASE);
            return !ours || found.equals(header(found))
                    ? gzipped
                    : ExportContent.gzip(out -> project(found, rows, out));
        } catch (IOException e) {
            throw new UncheckedIOException("An export content could not be read.", e);
        }
    }

    private void project(List<String> found, Iterator<CsvRecord> rows, OutputStream out) throws IOException {
        int[] positions = columns(found).stream().mapToInt(found::indexOf).toArray();
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        try (CsvWriter csv = CsvWriter.builder()
                .quoteStrategy(QuoteStrategies.ALWAYS)
                .lineDelimiter(LineDelimiter.LF)
                .build(text)) {
            csv.writeRecord(header(found));
            rows.forEachRemaining(row -> csv.writeRecord(cells(row, positions)));
        }
    }

    private List<String> columns(List<String> found) {
        List<String> columns = new ArrayList<>(BASE);
        if (wanted) {
            columns.addAll(keys.isEmpty() ? found.subList(2, found.size()) : keys);
        }
        return columns;
    }

    private List<String> header(List<String> found) {
        List<String> names = new ArrayList<>(BASE);
        columns(found).stream().skip(2).map(prefix::concat).forEach(names::add);
        return names;
    }

    private static String[] cells(CsvRecord row, int[] positions) {
        String[] cells = new String[positions.length];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = positions[i] < 0 || positions[i] >= row.getFieldCount() ? "" : row.getField(positions[i]);
        }
        return cells;
    }

    private static Reader open(byte[] gzipped) throws IOException {
        return new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(gzipped), 1 << 16), StandardCharsets.UTF_8);
    }
}
