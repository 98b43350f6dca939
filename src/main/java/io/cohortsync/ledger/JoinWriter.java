package io.cohortsync.ledger;

import io.cohortsync.member.AddressDigest;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes the rows of new members, in key order, within its caller's transaction. */
final class JoinWriter {

    private static final int BATCH = 1_000;
    /** One statement for many rows: on H2 the rows are then written in about half the time. */
    private static final int ROWS_TOGETHER = 100;

    private static final String INSERT = "insert into cohort_members"
            + " (id, digest_high, digest_low, properties_digest, state, address, properties, run_id) values ";
    private static final String ROW = "(?, ?, ?, ?, 0, ?, ?, ?)";
    private static final int COLUMNS = 7;

    private final JdbcTemplate jdbc;
    private final String run;
    private final long firstId;
    private final AddressDigest digest = new AddressDigest();
    private long nextId;

    /** @param firstId the first new member gets it */
    JoinWriter(JdbcTemplate jdbc, String run, long firstId) {
        this.jdbc = jdbc;
        this.run = run;
        this.firstId = firstId;
        this.nextId = firstId;
    }

    /** What was written. */
    IdRange ids() {
        return new IdRange(firstId, nextId - 1);
    }

    /** The next new member gets it. */
    long nextId() {
        return nextId;
    }

    void write(List<PlannedChange> joins) {
        int whole = joins.size() - joins.size() % ROWS_TOGETHER;
        insert(joins.subList(0, whole), ROWS_TOGETHER);
        insert(joins.subList(whole, joins.size()), 1);
    }

    private void insert(List<PlannedChange> rows, int together) {
        if (rows.isEmpty()) {
            return;
        }
        List<List<PlannedChange>> statements = IntStream.range(0, rows.size() / together)
                .mapToObj(n -> rows.subList(n * together, (n + 1) * together))
                .toList();
        jdbc.batchUpdate(INSERT + ROW + (", " + ROW).repeat(together - 1), statements, BATCH, this::bind);
    }

    private void bind(PreparedStatement insert, List<PlannedChange> rows) throws SQLException {
        for (int row = 0; row < rows.size(); row++) {
            bind(insert, COLUMNS * row, rows.get(row));
        }
    }

    private void bind(PreparedStatement insert, int before, PlannedChange join) throws SQLException {
        digest.of(join.address());
        insert.setLong(before + 1, nextId++);
        insert.setLong(before + 2, digest.high());
        insert.setLong(before + 3, digest.low());
        insert.setLong(before + 4, join.propertiesDigest());
        insert.setString(before + 5, join.address());
        insert.setString(before + 6, join.properties());
        insert.setString(before + 7, run);
    }
}
