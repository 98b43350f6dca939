package io.cohortsync.run;

import io.cohortsync.ledger.LedgerCounts;
import io.cohortsync.ledger.PlanCounts;
import io.cohortsync.member.Rejection;
import io.cohortsync.member.RejectionReason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All SQL of runs and their rejected rows. */
public class RunStore {

    private static final int REASON_LENGTH = 1000;

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
     * @param deliveryStopped why nothing more is sent in this run, null if it is
     */
    public record Progress(
            RunReport report,
            boolean forced,
            @Nullable String requestId,
            @Nullable Instant requestedAt,
            @Nullable Long cohortSize,
            @Nullable Long lastComputed,
            @Nullable Long planVersion,
            @Nullable String deliveryStopped) {}

    // ---- a run's life ----

    void insert(String id, RunRequest request, Stage stage) {
        client.sql("""
                        insert into sync_runs (id, sync, started_by, dry_run, forced, status, stage)
                        values (:id, :sync, :trigger, :dryRun, :forced, 'running', :stage)
                        """)
                .param("id", id)
                .param("sync", request.sync())
                .param("trigger", request.trigger().word())
                .param("dryRun", request.dryRun())
                .param("forced", request.force())
                .param("stage", stage.word())
                .update();
    }

    void taken(String id, Trigger trigger) {
        client.sql(
                        "update sync_runs set started_by = ?, status = 'running', reason = null, finished_at = null where id = ?")
                .params(trigger.word(), id)
                .update();
    }

    public void stage(String id, Stage stage) {
        client.sql("update sync_runs set stage = ? where id = ?")
                .params(stage.word(), id)
                .update();
    }

    /** Remembers what Amplitude's list said of the cohort. */
    public void looked(String id, @Nullable Long size, @Nullable Long lastComputed) {
        client.sql("update sync_runs set cohort_size = ?, last_computed = ? where id = ?")
                .param(size)
                .param(lastComputed)
                .param(id)
                .update();
    }

    /** Written before an export request is sent. */
    public void requesting(String id) {
        client.sql(
                        "update sync_runs set requested_at = current_timestamp, export_requests = export_requests + 1 where id = ?")
                .param(id)
                .update();
    }

    /** Written when Amplitude refused the request: it may be sent again. */
    public void unrequested(String id) {
        client.sql("update sync_runs set requested_at = null where id = ?")
                .param(id)
                .update();
    }

    /** Written when Amplitude has answered: from here on the run never requests another export. */
    public void requested(String id, String requestId) {
        client.sql("update sync_runs set request_id = ? where id = ?")
                .params(requestId, id)
                .update();
    }

    /** Writes what the reading found. */
    public void read(String id, long rows, long valid, long duplicates, Map<RejectionReason, Long> rejected) {
        client.sql("""
                        update sync_runs set read_rows = :rows, valid = :valid, duplicates = :duplicates, empty = :empty,
                               syntax = :syntax, too_long = :tooLong, no_domain = :noDomain
                        where id = :id
                        """)
                .param("rows", rows)
                .param("valid", valid)
                .param("duplicates", duplicates)
                .param("empty", rejected.getOrDefault(RejectionReason.EMPTY, 0L))
                .param("syntax", rejected.getOrDefault(RejectionReason.SYNTAX, 0L))
                .param("tooLong", rejected.getOrDefault(RejectionReason.TOO_LONG, 0L))
                .param("noDomain", rejected.getOrDefault(RejectionReason.NO_DOMAIN, 0L))
                .param("id", id)
                .update();
    }

    /** Writes what the plan means to do. */
    public void planned(String id, PlanCounts counts, long ledgerVersion) {
        client.sql("""
                        update sync_runs set stage = 'plan', joined = ?, departed = ?, changed = ?, unchanged = ?, plan_version = ?
                        where id = ?
                        """)
                .params(counts.joined(), counts.left(), counts.changed(), counts.unchanged(), ledgerVersion, id)
                .update();
    }

    /** In the transaction that makes the plan pending. */
    public void delivering(String id, LedgerCounts left) {
        client.sql("""
                        update sync_runs set stage = 'deliver', status = 'running', finished_at = null, pending = ?, parked = ?
                        where id = ?
                        """).params(left.pending(), left.parked(), id).update();
    }

    /** In the transaction that settles a batch. */
    public void settled(String id, long delivered, LedgerCounts left) {
        client.sql("update sync_runs set delivered = delivered + ?, pending = ?, parked = ? where id = ?")
                .params(delivered, left.pending(), left.parked(), id)
                .update();
    }

    /** Counts a batch that Pushwoosh accepted. */
    public void accepted(String id) {
        client.sql("update sync_runs set batches = batches + 1 where id = ?")
                .param(id)
                .update();
    }

    /** Remembers why nothing more is sent in this run. */
    public void stopDelivery(String id, String reason) {
        client.sql("update sync_runs set delivery_stopped = ? where id = ? and delivery_stopped is null")
                .params(cut(reason), id)
                .update();
    }

    /** Says how a run ended; a run that has ended is not changed. */
    public void finish(String id, RunStatus status, @Nullable String reason) {
        client.sql("""
                        update sync_runs set status = ?, stage = 'done', reason = ?, finished_at = current_timestamp
                        where id = ? and status = 'running'
                        """).param(status.word()).param(cut(reason)).param(id).update();
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

    /** Copies what the sync has left into the report of the run that ends. */
    void left(String id, LedgerCounts left) {
        client.sql("update sync_runs set pending = ?, parked = ? where id = ?")
                .params(left.pending(), left.parked(), id)
                .update();
    }

    private static @Nullable String cut(@Nullable String reason) {
        return reason == null || reason.length() <= REASON_LENGTH ? reason : reason.substring(0, REASON_LENGTH);
    }

    // ---- rejected rows ----

    /** Forgets rejections, before a file is read again. */
    public void forgetRejections(String id) {
        client.sql("delete from rejections where run_id = ?").param(id).update();
    }

    /** Keeps rejected rows for people to look at. */
    public void reject(String id, List<Rejection> rejections) {
        jdbc.batchUpdate(
                "insert into rejections (run_id, row_no, reason, masked) values (?, ?, ?, ?)",
                rejections,
                rejections.size(),
                (insert, rejection) -> {
                    insert.setString(1, id);
                    insert.setLong(2, rejection.row());
                    insert.setString(3, rejection.reason().code());
                    insert.setString(4, rejection.masked());
                });
    }

    /** A rejected row as people see it. */
    public record RejectedRow(long row, String reason, String value) {}

    public List<RejectedRow> rejections(String id, int limit) {
        return client.sql("select row_no, reason, masked from rejections where run_id = ? order by row_no limit ?")
                .params(id, limit)
                .query((row, n) -> new RejectedRow(row.getLong(1), row.getString(2), row.getString(3)))
                .list();
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

    /** Whether the cadence has started a run of this sync before. */
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
                row.getString("delivery_stopped"));
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
                row.getInt("batches"));
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
