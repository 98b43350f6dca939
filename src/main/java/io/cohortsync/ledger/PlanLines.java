package io.cohortsync.ledger;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.cohortsync.ledger.PlannedChange.Action;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The lines of a plan's file; it closes itself at the end. */
final class PlanLines implements Iterator<PlannedChange>, AutoCloseable {

    /** The last line: without it the file was cut, and half a plan is worse than none. */
    static final List<String> END = List.of("END", "", "", "", "", "", "");

    private final Path file;
    private final CloseableIterator<CsvRecord> records;
    private @Nullable CsvRecord ahead;

    PlanLines(Path file) throws IOException {
        this.file = file;
        this.records = CsvReader.builder().ofCsvRecord(file).iterator();
        advance();
    }

    private void advance() {
        CsvRecord record = records.hasNext() ? records.next() : null;
        if (record == null) {
            close();
            throw new IllegalStateException(
                    "the plan in " + file.getFileName() + " is cut off: discard it, the next run makes a fresh one");
        }
        ahead = record.getFields().equals(END) ? null : record;
        if (ahead == null) {
            close();
        }
    }

    @Override
    public boolean hasNext() {
        return ahead != null;
    }

    @Override
    public PlannedChange next() {
        CsvRecord line = ahead;
        if (line == null) {
            throw new NoSuchElementException();
        }
        advance();
        return change(line);
    }

    private static PlannedChange change(CsvRecord fields) {
        return new PlannedChange(
                Action.valueOf(fields.getField(0)),
                Long.parseLong(fields.getField(1)),
                state(fields.getField(2)),
                state(fields.getField(3)),
                fields.getField(4),
                fields.getField(5).isEmpty() ? null : fields.getField(5),
                Long.parseLong(fields.getField(6)));
    }

    private static @Nullable MemberState state(String name) {
        return name.isEmpty() ? null : MemberState.valueOf(name);
    }

    @Override
    public void close() {
        try {
            records.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
