package io.cohortsync.member;

import java.io.Closeable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file of a cohort export (facts/amplitude §1.8) as pages of raw members, in constant memory. It is CSV
 * with a header, perhaps gzipped; columns are found by name in any order, and short or long rows are taken as they
 * are: a missing field is the empty string. A line without any character is no row.
 *
 * <p>A file that is not surely what Amplitude wrote is refused with {@link ExportUnusableException}: by
 * {@link #open}, or by {@link #next} when the fault is further down; pages given out before must then be forgotten. Malformed UTF-8 is such a fault: replacing it would turn a member into one that has left. A plain
 * file cut between two fields or within an unquoted one cannot be told from a whole one here; its size can.
 *
 * <p>Every row but the last is given out only after its successor could be read. Not safe for use by many threads.
 */
public final class ExportReader implements Iterator<MemberPage>, Closeable {

    /** Characters that one field may have; a longer one means that a quote was lost. */
    static final int MAX_FIELD = 1 << 20;

    private final ExportRows rows;
    private final ExportColumns columns;
    private final int pageSize;
    private String @Nullable [] ahead;
    private long rowsRead;

    private ExportReader(ExportRows rows, ExportColumns columns, int pageSize) {
        this.rows = rows;
        this.columns = columns;
        this.pageSize = pageSize;
        this.ahead = rows.next();
    }

    /**
     * Opens an export and reads its header.
     *
     * @param identityColumn  the column with the address: {@code user_id}, or a user property's name
     * @param propertyColumns user properties to read along, by their names; may be empty
     * @param pageSize        members in a page, at least 1; the last page may have fewer
     * @throws ExportUnusableException if the file is no CSV, or lacks a wanted column, or has one twice
     * @throws UncheckedIOException    if the file cannot be read
     */
    public static ExportReader open(Path file, String identityColumn, List<String> propertyColumns, int pageSize) {
        if (pageSize < 1) {
            throw new IllegalArgumentException("page size is " + pageSize + ", expected 1 or more");
        }
        ExportRows rows = new ExportRows(ExportText.open(file));
        try {
            ExportColumns columns = new ExportColumns(rows.header(), identityColumn, propertyColumns);
            rows.want(columns.wanted());
            return new ExportReader(rows, columns, pageSize);
        } catch (RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    /** Data rows given out so far, anonymous and invalid ones included. */
    public long rowsRead() {
        return rowsRead;
    }

    @Override
    public boolean hasNext() {
        return ahead != null;
    }

    /** @throws ExportUnusableException if the file turns out to be damaged in or right after this page */
    @Override
    public MemberPage next() {
        List<Member> members = new ArrayList<>();
        for (String[] row = ahead; row != null && members.size() < pageSize; row = ahead) {
            members.add(new Member(rowsRead + members.size() + 1, row[0], columns.properties(row)));
            ahead = rows.next();
        }
        if (members.isEmpty()) {
            throw new NoSuchElementException("the export has no more rows");
        }
        rowsRead += members.size();
        return new MemberPage(members);
    }

    @Override
    public void close() {
        rows.close();
    }
}
