package io.cohortsync.ledger;

import io.cohortsync.member.AddressDigest;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes the lines of one plan in batches, new rows and moves apart, within its caller's transaction. */
final class PlanWriter {

    private static final int BATCH = 1_000;
    /** One statement for many rows: on H2 the rows are then written in about half the time. */
    private static final int ROWS_TOGETHER = 100;

    private static final String INSERT = "insert into cohort_members"
            + " (id, digest_high, digest_low, properties_digest, state, address, properties, run_id) values ";
    private static final String ROW = "(?, ?, ?, ?, ?, ?, ?, ?)";
    private static final int COLUMNS = 8;

    private final JdbcTemplate jdbc;
    private final SyncClaim claim;
    private final String run;
    private final AddressDigest digest = new AddressDigest();
    private final List<PlannedChange> joins = new ArrayList<>(BATCH);
    private final List<PlannedChange> moves = new ArrayList<>(BATCH);
    private final MemberIds pending = new MemberIds();
    private long next;
    private LedgerCounts delta = new LedgerCounts(0, 0, 0);

    /** @param next the number that the next new member gets */
    PlanWriter(JdbcTemplate jdbc, SyncClaim claim, String run, long next) {
        this.jdbc = jdbc;
        this.claim = claim;
        this.run = run;
        this.next = next;
    }

    /** How the sync's counts change by what was written. */
    LedgerCounts delta() {
        return delta;
    }

    long next() {
        return next;
    }

    /** The rows that were made pending. */
    MemberIds pending() {
        return pending;
    }

    void write(PlannedChange change) {
        List<PlannedChange> batch = change.id() == 0 ? joins : moves;
        batch.add(change);
        if (batch.size() == BATCH) {
            flush();
        }
    }

    /** To be called after the last line. */
    void flush() {
        int whole = joins.size() - joins.size() % ROWS_TOGETHER;
        insert(joins.subList(0, whole), ROWS_TOGETHER);
        insert(joins.subList(whole, joins.size()), 1);
        joins.clear();
        delete(moves.stream().filter(move -> move.to() == null).toList());
        update(moves.stream().filter(move -> move.to() != null).toList());
        moves.clear();
    }

    private void insert(List<PlannedChange> rows, int together) {
        if (rows.isEmpty()) {
            return;
        }
        List<List<PlannedChange>> statements = IntStream.range(0, rows.size() / together)
                .mapToObj(n -> rows.subList(n * together, (n + 1) * together))
                .toList();
        jdbc.batchUpdate(INSERT + ROW + (", " + ROW).repeat(together - 1), statements, BATCH, this::bindJoins);
        rows.forEach(join -> delta = delta.plus(MemberState.PENDING_ADD));
    }

    private void bindJoins(PreparedStatement insert, List<PlannedChange> rows) throws SQLException {
        for (int row = 0; row < rows.size(); row++) {
            bindJoin(insert, COLUMNS * row, rows.get(row));
        }
    }

    private void bindJoin(PreparedStatement insert, int before, PlannedChange join) throws SQLException {
        long id = claim.firstId() + next++;
        pending.add(id);
        digest.of(join.address());
        insert.setLong(before + 1, id);
        insert.setLong(before + 2, digest.high());
        insert.setLong(before + 3, digest.low());
        insert.setLong(before + 4, join.propertiesDigest());
        insert.setInt(before + 5, MemberState.PENDING_ADD.code());
        insert.setString(before + 6, join.address());
        insert.setString(before + 7, join.properties());
        insert.setString(before + 8, run);
    }

    private void update(List<PlannedChange> updates) {
        int[][] rows = jdbc.batchUpdate("""
                update cohort_members set state = ?, properties = ?, properties_digest = ?, run_id = ?,
                       attempts = case when ? then 0 else attempts end, updated_at = current_timestamp
                where id = ? and state = ?
                """, updates, BATCH, this::bindUpdate);
        requireAll(rows);
        for (PlannedChange move : updates) {
            delta = delta.plus(move.from(), move.to());
            pending.add(move.id());
        }
    }

    private void bindUpdate(PreparedStatement update, PlannedChange move) throws SQLException {
        update.setInt(1, move.to().code());
        update.setString(2, move.properties());
        update.setLong(3, move.propertiesDigest());
        update.setString(4, run);
        update.setBoolean(5, move.action() != PlannedChange.Action.RETRY);
        update.setLong(6, move.id());
        update.setInt(7, move.from().code());
    }

    private void delete(List<PlannedChange> deletes) {
        int[][] rows = jdbc.batchUpdate(
                "delete from cohort_members where id = ? and state = ?", deletes, BATCH, (delete, move) -> {
                    delete.setLong(1, move.id());
                    delete.setInt(2, move.from().code());
                });
        requireAll(rows);
        deletes.forEach(move -> delta = delta.minus(move.from()));
    }

    private void requireAll(int[][] rows) {
        boolean missed = Arrays.stream(rows).flatMapToInt(Arrays::stream).anyMatch(n -> n == 0);
        if (missed) {
            throw new PlanOutdatedException(claim.sync());
        }
    }
}
