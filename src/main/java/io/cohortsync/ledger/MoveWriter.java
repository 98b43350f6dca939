package io.cohortsync.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Moves known members as a plan says, in batches, within its caller's transaction. */
final class MoveWriter {

    private static final int BATCH = 1_000;

    private final JdbcTemplate jdbc;
    private final SyncClaim claim;
    private final String run;
    private final MemberIds pending = new MemberIds();
    private LedgerCounts delta = new LedgerCounts(0, 0, 0);

    MoveWriter(JdbcTemplate jdbc, SyncClaim claim, String run) {
        this.jdbc = jdbc;
        this.claim = claim;
        this.run = run;
    }

    /** How the sync's counts change by what was written. */
    LedgerCounts delta() {
        return delta;
    }

    /** The rows that were made pending. */
    MemberIds pending() {
        return pending;
    }

    /** @throws PlanOutdatedException if a row is not in the state that the plan found it in */
    void write(List<PlannedChange> moves) {
        for (int from = 0; from < moves.size(); from += BATCH) {
            writeBatch(moves.subList(from, Math.min(from + BATCH, moves.size())));
        }
    }

    private void writeBatch(List<PlannedChange> moves) {
        delete(moves.stream().filter(move -> move.to() == null).toList());
        update(moves.stream().filter(move -> move.to() != null).toList());
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
