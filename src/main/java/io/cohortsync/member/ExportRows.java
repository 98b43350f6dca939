package io.cohortsync.member;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The rows of an {@link ExportText}, from FastCSV, with every fault told as {@link ExportUnusableException}. */
final class ExportRows implements AutoCloseable {

    private final RowHandler handler = new RowHandler();
    private final CloseableIterator<String[]> rows;
    private long read;
    private @Nullable RuntimeException fault;

    ExportRows(Reader text) {
        rows = CsvReader.builder()
                .maxBufferSize(ExportReader.MAX_FIELD)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .build(handler, text)
                .iterator();
    }

    /** All fields of the first row. To be called once, before {@link #want}. */
    String[] header() {
        String[] header = hasMore() ? rows.next() : new String[0];
        if (header.length > RowHandler.MAX_COLUMNS) {
            throw new ExportUnusableException(
                    "the export's header has more than " + RowHandler.MAX_COLUMNS + " columns");
        }
        return header;
    }

    /** The columns that {@link #next} gives, see {@link RowHandler#want}. */
    void want(int[] columns) {
        handler.want(columns);
    }

    /** The next row's wanted fields, or null after the last row. */
    String @Nullable [] next() {
        if (!hasMore()) {
            return null;
        }
        read++;
        return rows.next();
    }

    /** A fault stays: after one, FastCSV would call the file finished. */
    private boolean hasMore() {
        if (fault != null) {
            throw fault;
        }
        try {
            return rows.hasNext();
        } catch (UncheckedIOException e) {
            fault = ExportText.translated(e.getCause());
        } catch (CsvParseException e) {
            fault = new ExportUnusableException("the export is broken after data row " + read
                    + ": it ends inside a quoted field, or a closing quote is followed by more than a comma or a new"
                    + " line, or a field has more than " + ExportReader.MAX_FIELD + " characters");
        }
        throw fault;
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
