package io.cohortsync.member;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The rows of an {@link ExportText}, from FastCSV, with every fault told as {@link ExportUnusableException}. */
final class ExportRows implements AutoCloseable {

    private final RowHandler handler = new RowHandler();
    private final CloseableIterator<String[]> rows;
    private long read;

    ExportRows(Reader text) {
        rows = CsvReader.builder()
                .maxBufferSize(ExportReader.MAX_FIELD)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .build(handler, text)
                .iterator();
    }

    /** All fields of the first row. To be called once, before {@link #want}. */
    String[] header() {
        String[] header = parsed();
        if (header[header.length - 1].contains(ExportText.END_MARK)) {
            throw unclosedQuote();
        }
        return header;
    }

    /** The columns that {@link #next} gives, see {@link RowHandler#want}. */
    void want(int[] columns) {
        handler.want(columns);
    }

    /** The next row's wanted fields, or null after the last row. */
    String @Nullable [] next() {
        String[] row = parsed();
        if (handler.atEndMark() && !hasMore()) {
            return null;
        }
        read++;
        return row;
    }

    private String[] parsed() {
        if (!hasMore()) {
            throw unclosedQuote();
        }
        return rows.next();
    }

    private boolean hasMore() {
        try {
            return rows.hasNext();
        } catch (UncheckedIOException e) {
            throw ExportText.translated(e.getCause());
        } catch (CsvParseException e) {
            throw new ExportUnusableException("the export is broken after data row " + read
                    + ": expected a comma or a new line after a closing quote, and at most " + ExportReader.MAX_FIELD
                    + " characters in a field");
        }
    }

    private static ExportUnusableException unclosedQuote() {
        return new ExportUnusableException("the export ends inside a quoted field: it was cut, or a quote is missing");
    }

    @Override
    public void close() {
        try {
            rows.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the export file cannot be closed", e);
        }
    }
}
