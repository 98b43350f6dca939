package io.cohortsync.run;

import io.cohortsync.ledger.ClaimLostException;
import io.cohortsync.ledger.LedgerCounts;
import io.cohortsync.ledger.PlanCounts;
import io.cohortsync.member.Rejection;
import io.cohortsync.member.RejectionReason;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * All SQL of runs and their rejected rows. A run is written under a {@link RunLease}: {@link ClaimLostException} tells the
 * process whose sync another one has taken over, and nothing is written.
 */
public class RunStore {

    private static final int REASON_LENGTH = 1000;
    private static final String FENCED =
            "exists (select 1 from syncs s where s.name = sync_runs.sync and s.fence = :fence)";

    private final JdbcClient client;
    private final JdbcTemplate jdbc;

    public RunStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
    }

    /**
     * What only the run itself needs to go on where it was.
     *
     * @param requestId Amplitude's id of the export, null before the answer
     * @param requestedAt when the export was requested, null before
     * @param cohortSize members by Amplitude's list, null if it did not say
     * @param lastComputed unix seconds by Amplitude's list, null if it did not say
     * @param fileProven whether the end of the downloaded file is beyond doubt
     */
    public record Progress(
            RunReport report,
            boolean forced,
            @Nullable String requestId,
            @Nullable Instant requestedAt,
            @Nullable Long cohortSize,
            @Nullable Long lastComputed,
            @Nullable Long planVersion,
            boolean fileProven) {}

    // ---- a run's life ----

    void insert(RunLease lease, RunRequest request, Stage stage) {
        int rows = client.sql("""
                        insert into sync_runs (id, sync, started_by, dry_run, forced, status, stage)
                        select :id, s.name, :trigger, :dryRun, :forced, 'running', :stage
                        from syncs s where s.name = :sync and s.fence = :fence
                        """)
                .param("id", lease.runId())
                .param("sync", request.sync())
                .param("trigger", request.trigger().word())
                .param("dryRun", request.dryRun())
                .param("forced", request.force())
                .param("stage", stage.word())
                .param("fence", lease.claim().fence())
                .update();
        require(rows, lease);
    }

    void taken(RunLease lease, Trigger trigger) {
        require(
                update(lease, "started_by = :trigger, status = 'running', reason = null, finished_at = null")
                        .param("trigger", trigger.word())
                        .update(),
                lease);
    }

    public void stage(RunLease lease, Stage stage) {
        require(update(lease, "stage = :stage").param("stage", stage.word()).update(), lease);
    }

    /** Remembers what Amplitude's list said of the cohort. */
    public void looked(RunLease lease, @Nullable Long size, @Nullable Long lastComputed) {
        int rows = update(lease, "cohort_size = :size, last_computed = :computed")
                .param("size", size)
                .param("computed", lastComputed)
                .update();
        require(rows, lease);
    }

    /** Written before an export request is sent. */
    public void requesting(RunLease lease) {
        require(
                update(lease, "requested_at = current_timestamp, export_requests = export_requests + 1")
                        .update(),
                lease);
    }

    /** Written when a request turned out not to have been sent. */
    public void unsent(RunLease lease) {
        require(
                update(lease, "requested_at = null, export_requests = export_requests - 1")
                        .update(),
                lease);
    }

    /** Written when Amplitude refused the request: it may be sent again. */
    public void unrequested(RunLease lease) {
        require(update(lease, "requested_at = null").update(), lease);
    }

    /** Written when Amplitude has answered: from here on the run never requests another export. */
    public void requested(RunLease lease, String requestId) {
        require(
                update(lease, "request_id = :requestId")
                        .param("requestId", requestId)
                        .update(),
                lease);
    }

    /** Written when the file is there; {@code proven}: its end is beyond doubt. */
    public void downloaded(RunLease lease, boolean proven) {
        require(update(lease, "file_proven = :proven").param("proven", proven).update(), lease);
    }

    /** Writes what the reading found. */
    public void read(RunLease lease, long rows, long valid, long duplicates, Map<RejectionReason, Long> rejected) {
        int written = update(lease, """
                        read_rows = :rows, valid = :valid, duplicates = :duplicates, empty = :empty,
                        syntax = :syntax, too_long = :tooLong, no_domain = :noDomain
                        """)
                .param("rows", rows)
                .param("valid", valid)
                .param("duplicates", duplicates)
                .param("empty", rejected.getOrDefault(RejectionReason.EMPTY, 0L))
                .param("syntax", rejected.getOrDefault(RejectionReason.SYNTAX, 0L))
                .param("tooLong", rejected.getOrDefault(RejectionReason.TOO_LONG, 0L))
                .param("noDomain", rejected.getOrDefault(RejectionReason.NO_DOMAIN, 0L))
                .update();
        require(written, lease);
    }

    /** Writes what the plan means to do. */
    public void planned(RunLease lease, PlanCounts counts, long ledgerVersion) {
        int rows = update(lease, """
                        stage = 'plan', joined = :joined, departed = :left, changed = :changed,
                        unchanged = :unchanged, plan_version = :version
                        """)
                .param("joined", counts.joined())
                .param("left", counts.left())
                .param("changed", counts.changed())
                .param("unchanged", counts.unchanged())
                .param("version", ledgerVersion)
                .update();
        require(rows, lease);
    }

    /** In the transaction that makes the plan pending. */
    public void delivering(RunLease lease, LedgerCounts left) {
        int rows = update(
                        lease,
                        "stage = 'deliver', status = 'running', finished_at = null, pending = :pending, parked = :parked")
                .param("pending", left.pending())
                .param("parked", left.parked())
                .update();
        require(rows, lease);
    }

    /**
     * In the transaction that settles a batch.
     *
     * @param batches that Pushwoosh has accepted and that are not counted yet
     */
    public void settled(RunLease lease, long delivered, int batches, LedgerCounts left) {
        int rows = update(
                        lease,
                        "delivered = delivered + :delivered, batches = batches + :batches,"
                                + " pending = :pending, parked = :parked")
                .param("delivered", delivered)
                .param("batches", batches)
                .param("pending", left.pending())
                .param("parked", left.parked())
                .update();
        require(rows, lease);
    }

    /**
     * Says how a run ended.
     *
     * @return false if it has ended before, which stands, or if another process works on it now
     */
    public boolean finish(RunLease lease, RunStatus status, @Nullable String reason) {
        return update(
                                lease,
                                "status = :status, stage = 'done', reason = :reason, finished_at = current_timestamp",
                                "status = 'running'")
                        .param("status", status.word())
                        .param("reason", cut(reason))
                        .update()
                == 1;
    }

    /** Ends a run that nobody can work on: its sync is not configured here. False if another process works on it. */
    boolean abandon(String id, String reason) {
        return client.sql("""
                        update sync_runs set status = 'failed', stage = 'done', reason = ?, finished_at = current_timestamp
                        where id = ? and status = 'running' and not exists (
                          select 1 from syncs s where s.name = sync_runs.sync and s.claimed_until >= current_timestamp)
                        """).params(reason, id).update() == 1;
    }

    /** Moves a held run to another status; false if it is not held. */
    boolean leaveHeld(String id, RunStatus status, @Nullable String reason) {
        return client.sql("update sync_runs set status = ?, reason = ? where id = ? and status = 'held'")
                        .param(status.word())
                        .param(cut(reason))
                        .param(id)
                        .update()
                == 1;
    }

    /**
     * A fresh plan takes the place of those that are held.
     *
     * @return the runs that were held
     */
    public List<String> supersede(String sync, String by) {
        List<String> held = client.sql("select id from sync_runs where sync = ? and status = 'held' and id <> ?")
                .params(sync, by)
                .query(String.class)
                .list();
        held.forEach(id ->
                leaveHeld(id, RunStatus.SKIPPED, "its plan was replaced by that of run " + by + "; nothing was sent"));
        return held;
    }

    /**
     * Copies what the sync has left into the report of the run that ends; false if another process works on it now.
     *
     * @param batches that are not counted yet
     */
    boolean left(RunLease lease, int batches, LedgerCounts left) {
        return update(lease, "batches = batches + :batches, pending = :pending, parked = :parked")
                        .param("batches", batches)
                        .param("pending", left.pending())
                        .param("parked", left.parked())
                        .update()
                == 1;
    }

    private StatementSpec update(RunLease lease, String assignments) {
        return update(lease, assignments, "true");
    }

    /** Whoever has lost the sync writes nothing: the fence has risen. */
    private StatementSpec update(RunLease lease, String assignments, String condition) {
        return client.sql("update sync_runs set " + assignments + " where id = :id and " + condition + " and " + FENCED)
                .param("id", lease.runId())
                .param("fence", lease.claim().fence());
    }

    private static void require(int rows, RunLease lease) {
        if (rows == 0) {
            throw new ClaimLostException(lease.claim());
        }
    }

    private static @Nullable String cut(@Nullable String reason) {
        return reason == null || reason.length() <= REASON_LENGTH ? reason : reason.substring(0, REASON_LENGTH);
    }

    // ---- rejected rows ----

    /** Forgets rejections, before a file is read again. */
    public void forgetRejections(RunLease lease) {
        client.sql("""
                        delete from rejections where run_id = :id and exists (
                          select 1 from sync_runs r join syncs s on s.name = r.sync where r.id = :id and s.fence = :fence)
                        """)
                .param("id", lease.runId())
                .param("fence", lease.claim().fence())
                .update();
    }

    /**
     * Keeps a run's rejected rows for people to look at, in the order of the file: all in one row
     * (docs/design/0020-performance.md).
     */
    public void reject(RunLease lease, List<Rejection> rejections) {
        if (rejections.isEmpty()) {
            return;
        }
        jdbc.update(connection -> {
            PreparedStatement insert = connection.prepareStatement("""
                    insert into rejections (run_id, row_no, reason, masked)
                    select r.id, cast(? as bigint array), cast(? as varchar array), cast(? as varchar array)
                    from sync_runs r join syncs s on s.name = r.sync
                    where r.id = ? and s.fence = ?
                    """);
            insert.setArray(1, array(connection, "bigint", rejections, Rejection::row));
            insert.setArray(
                    2,
                    array(
                            connection,
                            "varchar",
                            rejections,
                            rejection -> rejection.reason().code()));
            insert.setArray(3, array(connection, "varchar", rejections, Rejection::masked));
            insert.setString(4, lease.runId());
            insert.setLong(5, lease.claim().fence());
            return insert;
        });
    }

    private static Array array(
            Connection connection, String type, List<Rejection> rejections, Function<Rejection, Object> column)
            throws SQLException {
        return connection.createArrayOf(type, rejections.stream().map(column).toArray());
    }

    /** A rejected row as people see it. */
    public record RejectedRow(long row, String reason, String value) {}

    /** A run's first rejected rows, in the order of the file; empty if there are none. */
    public List<RejectedRow> rejections(String id, int limit) {
        return client.sql("select row_no, reason, masked from rejections where run_id = ?")
                .param(id)
                .query((columns, n) -> rejectedRows(columns, limit))
                .optional()
                .orElseGet(List::of);
    }

    private static List<RejectedRow> rejectedRows(ResultSet columns, int limit) throws SQLException {
        Object[] rows = (Object[]) columns.getArray(1).getArray();
        Object[] reasons = (Object[]) columns.getArray(2).getArray();
        Object[] masked = (Object[]) columns.getArray(3).getArray();
        return IntStream.range(0, Math.min(limit, rows.length))
                .mapToObj(n -> new RejectedRow((Long) rows[n], (String) reasons[n], (String) masked[n]))
                .toList();
    }

    // ---- reading ----

    public Optional<RunReport> find(String id) {
        return progress(id).map(Progress::report);
    }

    public Optional<Progress> progress(String id) {
        return client.sql("select * from sync_runs where id = ?")
                .param(id)
                .query(RunStore::progress)
                .optional();
    }

    /** Newest first; null matches everything. */
    public List<RunReport> list(@Nullable String sync, @Nullable String status, int limit) {
        return client
                .sql("""
                        select * from sync_runs
                        where (cast(:sync as varchar) is null or sync = :sync)
                          and (cast(:status as varchar) is null or status = :status)
                        order by started_at desc, id desc limit :limit
                        """)
                .param("sync", sync)
                .param("status", status)
                .param("limit", limit)
                .query(RunStore::progress)
                .list()
                .stream()
                .map(Progress::report)
                .toList();
    }

    public Optional<RunReport> last(String sync) {
        return list(sync, null, 1).stream().findFirst();
    }

    /** The newest run that compared the audience with an export and carried its plan out. */
    public Optional<RunReport> lastCarriedOut(String sync) {
        return client.sql("""
                        select * from sync_runs
                        where sync = ? and plan_version is not null and not dry_run and status in ('succeeded', 'partial')
                        order by started_at desc, id desc limit 1
                        """).param(sync).query(RunStore::progress).optional().map(Progress::report);
    }

    /** Whether the cadence has started a run of this sync of which there still is a report. */
    boolean startedByCadence(String sync) {
        // a resumed run was started by the cadence or by somebody: for a one-time sync both count
        return client.sql("select count(*) from sync_runs where sync = ? and started_by in ('cadence', 'resume')")
                        .param(sync)
                        .query(Long.class)
                        .single()
                > 0;
    }

    private static Progress progress(ResultSet row, int number) throws SQLException {
        return new Progress(
                report(row),
                row.getBoolean("forced"),
                row.getString("request_id"),
                instant(row, "requested_at"),
                row.getObject("cohort_size", Long.class),
                row.getObject("last_computed", Long.class),
                row.getObject("plan_version", Long.class),
                row.getBoolean("file_proven"));
    }

    private static RunReport report(ResultSet row) throws SQLException {
        Map<String, Long> rejected = new LinkedHashMap<>();
        rejected.put("empty", row.getLong("empty"));
        rejected.put("syntax", row.getLong("syntax"));
        rejected.put("too-long", row.getLong("too_long"));
        rejected.put("no-domain", row.getLong("no_domain"));
        RunCounts counts = counts(
                row, rejected.values().stream().mapToLong(Long::longValue).sum());
        Stage stage = Stage.of(row.getString("stage"));
        return new RunReport(
                row.getString("id"),
                row.getString("sync"),
                Trigger.of(row.getString("started_by")),
                row.getBoolean("dry_run"),
                RunStatus.of(row.getString("status")),
                row.getString("reason"),
                stage,
                RunProgress.of(stage, counts),
                Objects.requireNonNull(instant(row, "started_at")),
                instant(row, "finished_at"),
                counts,
                rejected,
                row.getInt("export_requests"),
                row.getInt("batches"),
                row.getObject("plan_version") != null || row.getObject("last_computed") != null);
    }

    private static RunCounts counts(ResultSet row, long rejected) throws SQLException {
        return new RunCounts(
                row.getLong("read_rows"),
                row.getLong("valid"),
                rejected,
                row.getLong("duplicates"),
                row.getLong("joined"),
                row.getLong("departed"),
                row.getLong("changed"),
                row.getLong("unchanged"),
                row.getLong("delivered"),
                row.getLong("parked"),
                row.getLong("pending"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
