package io.cohortsync.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Reads whole ledgers, and parts of them, in key order, when every row tells its own state: {@link JdbcLedgerStore#spellOut}. */
final class LedgerReader {

    private static final int PAGE = 10_000;
    private static final int IDS_TOGETHER = 1_000;
    private static final String COLUMNS =
            "select id, digest_high, digest_low, properties_digest, state, attempts from cohort_members where ";

    private final JdbcTemplate jdbc;

    LedgerReader(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes rows of the ledger, as {@link LedgerRows#add} does. */
    interface RowSink {
        void add(long id, long high, long low, long propertiesDigest, int state, int attempts);
    }

    LedgerMark mark(SyncClaim claim) {
        return jdbc.queryForObject(
                "select version, plan_stamp, next_member, present, pending, parked from syncs where name = ?",
                (row, n) -> new LedgerMark(
                        row.getLong(1),
                        row.getString(2),
                        row.getLong(3),
                        new LedgerCounts(row.getLong(4), row.getLong(5), row.getLong(6))),
                claim.sync());
    }

    /** Reads the sync's whole ledger. */
    void all(SyncClaim claim, RowSink sink) {
        scan(claim, COLUMNS + "id > ? and id <= ? order by id limit " + PAGE, row -> give(row, sink));
    }

    /** Reads those of the given rows that are still there; the ids must ascend. */
    LedgerRows some(long[] ids) {
        LedgerRows rows = new LedgerRows(ids.length);
        RowCallbackHandler each = row -> give(row, rows::add);
        for (int from = 0; from < ids.length; from += IDS_TOGETHER) {
            int to = Math.min(from + IDS_TOGETHER, ids.length);
            Object[] page = Arrays.stream(ids, from, to).boxed().toArray();
            jdbc.query(COLUMNS + "id in (" + marks(page.length) + ") order by id", each, page);
        }
        return rows;
    }

    private static void give(ResultSet row, RowSink sink) throws SQLException {
        sink.add(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getInt(5), row.getInt(6));
    }

    /** The ids of all pending changes of a sync, ascending. */
    long[] pendingIds(SyncClaim claim) {
        MemberIds ids = new MemberIds();
        String sql = "select id from cohort_members where id > ? and id <= ? and state in "
                + codes(MemberState::isPending) + " order by id limit " + PAGE;
        scan(claim, sql, row -> ids.add(row.getLong(1)));
        return ids.ascending();
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private void scan(SyncClaim claim, String sql, RowReader reader) {
        // rows above are of a plan that is not carried out, or never was
        long end = claim.firstId() + mark(claim).nextMember() - 1;
        long[] last = {claim.firstId() - 1};
        int[] rows = {PAGE};
        while (rows[0] == PAGE) {
            rows[0] = 0;
            jdbc.query(
                    sql,
                    row -> {
                        last[0] = row.getLong(1);
                        rows[0]++;
                        reader.read(row);
                    },
                    last[0],
                    end);
        }
    }

    /** What the given rows hold besides the digests. */
    Map<Long, Comparison.Stored> members(List<Long> ids) {
        Map<Long, Comparison.Stored> found = new HashMap<>();
        jdbc.query(
                "select id, address, properties from cohort_members where id in (" + marks(ids.size()) + ")",
                row -> {
                    found.put(row.getLong(1), new Comparison.Stored(row.getString(2), row.getString(3)));
                },
                ids.toArray());
        return found;
    }

    /** So many parameters of a statement. */
    static String marks(int count) {
        return "?" + ", ?".repeat(count - 1);
    }

    /** The codes of some states, as a list in SQL. */
    static String codes(Predicate<MemberState> which) {
        return Arrays.stream(MemberState.values())
                .filter(which)
                .map(state -> Integer.toString(state.code()))
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
