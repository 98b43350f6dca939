package io.cohortsync.member;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes from each row only the wanted columns, so that no text is made of the others. Until {@link #want} is called it
 * takes all columns: that is for the header. One leading TAB of a field, a guard against spreadsheet formulas, is
 * left out (facts/amplitude §1.8).
 */
final class RowHandler extends AbstractBaseCsvCallbackHandler<String[]> {

    /** Of a wider header one column more is taken, so that it can be told. */
    static final int MAX_COLUMNS = 5_000;

    private final List<String> header = new ArrayList<>();
    private int @Nullable [] slotOfColumn;
    private int slots;
    private String[] row = new String[0];

    /**
     * From the next row on, rows have these columns only.
     *
     * @param columns 0-based column numbers, without doubles; their order is that of the rows' values
     */
    void want(int[] columns) {
        slots = columns.length;
        slotOfColumn = new int[Arrays.stream(columns).max().orElse(-1) + 1];
        Arrays.fill(slotOfColumn, -1);
        for (int slot = 0; slot < slots; slot++) {
            slotOfColumn[columns[slot]] = slot;
        }
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        row = new String[slots];
        Arrays.fill(row, "");
    }

    @Override
    protected void handleField(int column, char[] buffer, int offset, int length, boolean quoted) {
        if (slotOfColumn == null) {
            addHeader(value(buffer, offset, length));
        } else if (column < slotOfColumn.length && slotOfColumn[column] >= 0) {
            row[slotOfColumn[column]] = value(buffer, offset, length);
        }
    }

    @Override
    protected String[] buildRecord() {
        return slotOfColumn == null ? header.toArray(String[]::new) : row;
    }

    private void addHeader(String name) {
        if (header.size() <= MAX_COLUMNS) {
            header.add(name);
        }
    }

    private static String value(char[] buffer, int offset, int length) {
        int skip = length > 0 && buffer[offset] == '\t' ? 1 : 0;
        return length == skip ? "" : new String(buffer, offset + skip, length - skip);
    }
}
