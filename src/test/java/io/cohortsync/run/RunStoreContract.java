package io.cohortsync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cohortsync.ledger.ClaimLostException;
import io.cohortsync.ledger.LedgerCounts;
import io.cohortsync.ledger.PlanCounts;
import io.cohortsync.ledger.StatementCount;
import io.cohortsync.ledger.SyncClaim;
import io.cohortsync.ledger.TestDatabase;
import io.cohortsync.member.Rejection;
import io.cohortsync.member.RejectionReason;
import io.cohortsync.run.RunStore.Progress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What every database must do for runs. */
abstract class RunStoreContract {

    private final TestDatabase database;
    private final RunStore store;

    RunStoreContract(TestDatabase database) {
        this.database = database;
        this.store = new RunStore(database.jdbc());
    }

    @BeforeEach
    void two_syncs_and_no_runs() {
        database.empty();
        SyncStore syncs = new SyncStore(database.jdbc());
        for (String sync : List.of("vip", "basic")) {
            syncs.ensure(sync);
            syncs.claim(sync, "this process", Duration.ofMinutes(1)).orElseThrow();
        }
    }

    /** Both syncs were claimed once. */
    private static RunLease lease(String id) {
        return new RunLease(id, new SyncClaim("vip", 1, 1));
    }

    /** Another process takes a sync over. */
    private void takeOver(String sync) {
        database.jdbc().update("update syncs set fence = fence + 1, claimed_by = 'another' where name = ?", sync);
    }

    private void insert(String id, String sync) {
        store.insert(lease(id), new RunRequest(sync, Trigger.CADENCE, false, false), Stage.EXPORT);
    }

    private RunReport report(String id) {
        return store.find(id).orElseThrow();
    }

    private Progress progress(String id) {
        return store.progress(id).orElseThrow();
    }

    private static void isNow(Instant time) {
        assertThat(time)
                .isBetween(
                        Instant.now().minus(1, ChronoUnit.MINUTES),
                        Instant.now().plus(1, ChronoUnit.MINUTES));
    }

    @Test
    void a_fresh_run_says_nothing_it_does_not_know() {
        store.insert(lease("run"), new RunRequest("vip", Trigger.WEBHOOK, true, true), Stage.EXPORT);
        RunReport report = report("run");
        isNow(report.startedAt());
        assertThat(report)
                .isEqualTo(new RunReport(
                        "run",
                        "vip",
                        Trigger.WEBHOOK,
                        true,
                        RunStatus.RUNNING,
                        null,
                        Stage.EXPORT,
                        0.0,
                        report.startedAt(),
                        null,
                        new RunCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                        Map.of("empty", 0L, "syntax", 0L, "too-long", 0L, "no-domain", 0L),
                        0,
                        0,
                        false));
        assertThat(progress("run")).isEqualTo(new Progress(report, true, null, null, null, null, null, false));
        assertThat(store.find("other")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Trigger.class)
    void knows_every_trigger(Trigger trigger) {
        store.insert(lease("run"), new RunRequest("vip", trigger, false, false), Stage.DELIVER);
        assertThat(report("run").trigger()).isEqualTo(trigger);
        assertThat(report("run").stage()).isEqualTo(Stage.DELIVER);
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void knows_every_stage(Stage stage) {
        insert("run", "vip");
        store.stage(lease("run"), stage);
        assertThat(report("run").stage()).isEqualTo(stage);
    }

    @ParameterizedTest
    @EnumSource(value = RunStatus.class, names = "RUNNING", mode = EnumSource.Mode.EXCLUDE)
    void an_end_is_said_once(RunStatus status) {
        insert("run", "vip");
        store.finish(lease("run"), status, "because");
        store.finish(lease("run"), RunStatus.FAILED, "too late");
        RunReport report = report("run");
        assertThat(report.status()).isEqualTo(status);
        assertThat(report.reason()).isEqualTo("because");
        assertThat(report.stage()).isEqualTo(Stage.DONE);
        isNow(report.finishedAt());
    }

    @Test
    void a_run_goes_through_its_life() {
        insert("run", "vip");
        store.looked(lease("run"), 27_000L, 1_764_000_000L);
        store.requesting(lease("run"));
        isNow(progress("run").requestedAt());
        store.unrequested(lease("run"));
        assertThat(progress("run").requestedAt()).isNull();
        store.requesting(lease("run"));
        store.unsent(lease("run"));
        assertThat(progress("run").requestedAt()).isNull();
        store.requesting(lease("run"));
        store.requested(lease("run"), "abc-123");
        store.stage(lease("run"), Stage.READ);
        store.downloaded(lease("run"), true);
        store.read(
                lease("run"),
                20,
                10,
                2,
                Map.of(
                        RejectionReason.EMPTY, 1L,
                        RejectionReason.SYNTAX, 2L,
                        RejectionReason.TOO_LONG, 3L,
                        RejectionReason.NO_DOMAIN, 2L));
        store.planned(lease("run"), new PlanCounts(4, 3, 2, 4, 9), 17);
        assertThat(report("run").stage()).isEqualTo(Stage.PLAN);
        store.delivering(lease("run"), new LedgerCounts(5, 9, 1));
        store.settled(lease("run"), 6, 2, new LedgerCounts(9, 3, 1));
        store.settled(lease("run"), 2, 1, new LedgerCounts(9, 1, 1));

        Progress progress = progress("run");
        RunReport report = progress.report();
        assertThat(report.counts()).isEqualTo(new RunCounts(20, 10, 8, 2, 4, 3, 2, 4, 8, 1, 1));
        assertThat(report.rejectedByReason())
                .isEqualTo(Map.of("empty", 1L, "syntax", 2L, "too-long", 3L, "no-domain", 2L));
        assertThat(report.exportRequests()).as("one was taken back").isEqualTo(2);
        assertThat(report.batches()).isEqualTo(3);
        assertThat(report.progress()).isGreaterThan(0.4).isLessThan(1);
        assertThat(progress.requestId()).isEqualTo("abc-123");
        assertThat(progress.cohortSize()).isEqualTo(27_000);
        assertThat(progress.lastComputed()).isEqualTo(1_764_000_000L);
        assertThat(progress.planVersion()).isEqualTo(17);
        assertThat(progress.fileProven()).isTrue();

        store.left(lease("run"), 1, new LedgerCounts(9, 0, 1));
        store.finish(lease("run"), RunStatus.PARTIAL, "1 parked");
        assertThat(report("run").counts().pending()).isZero();
        assertThat(report("run").batches()).isEqualTo(4);
        assertThat(report("run").progress()).isEqualTo(1.0);
    }

    /** Each write of a run, by its name. */
    static Stream<Arguments> writes() {
        return Stream.<Map.Entry<String, BiConsumer<RunStore, RunLease>>>of(
                        Map.entry("taken", (store, lease) -> store.taken(lease, Trigger.RESUME)),
                        Map.entry("stage", (store, lease) -> store.stage(lease, Stage.READ)),
                        Map.entry("looked", (store, lease) -> store.looked(lease, 1L, 2L)),
                        Map.entry("requesting", RunStore::requesting),
                        Map.entry("unrequested", RunStore::unrequested),
                        Map.entry("unsent", RunStore::unsent),
                        Map.entry("requested", (store, lease) -> store.requested(lease, "x")),
                        Map.entry("read", (store, lease) -> store.read(lease, 1, 1, 1, Map.of())),
                        Map.entry("downloaded", (store, lease) -> store.downloaded(lease, true)),
                        Map.entry("planned", (store, lease) -> store.planned(lease, PlanCounts.NONE, 1)),
                        Map.entry("delivering", (store, lease) -> store.delivering(lease, new LedgerCounts(1, 1, 1))),
                        Map.entry("settled", (store, lease) -> store.settled(lease, 1, 1, new LedgerCounts(1, 1, 1))),
                        Map.entry(
                                "insert",
                                (store, lease) -> store.insert(
                                        new RunLease("second", lease.claim()),
                                        new RunRequest("vip", Trigger.MANUAL, false, false),
                                        Stage.EXPORT)))
                .map(write -> Arguments.of(write.getKey(), write.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("writes")
    void a_process_whose_sync_was_taken_over_writes_nothing(String name, BiConsumer<RunStore, RunLease> write) {
        insert("run", "vip");
        takeOver("vip");
        Progress before = progress("run");
        assertThatExceptionOfType(ClaimLostException.class).isThrownBy(() -> write.accept(store, lease("run")));
        assertThat(progress("run")).isEqualTo(before);
        assertThat(store.find("second")).isEmpty();
    }

    @Test
    void an_end_is_not_said_by_a_process_whose_sync_was_taken_over() {
        insert("run", "vip");
        store.reject(lease("run"), List.of(new Rejection(1, RejectionReason.EMPTY, "")));
        takeOver("vip");
        assertThat(store.finish(lease("run"), RunStatus.SUCCEEDED, null)).isFalse();
        assertThat(store.left(lease("run"), 1, new LedgerCounts(1, 2, 3))).isFalse();
        store.reject(lease("run"), List.of(new Rejection(2, RejectionReason.EMPTY, "")));
        store.forgetRejections(lease("run"));
        assertThat(report("run").status()).isEqualTo(RunStatus.RUNNING);
        assertThat(report("run").counts().pending()).isZero();
        assertThat(store.rejections("run", 10)).hasSize(1);
    }

    @Test
    void a_run_is_abandoned_only_if_nobody_works_on_its_sync() {
        insert("run", "vip");
        assertThat(store.abandon("run", "not configured here")).isFalse();
        database.jdbc().update("update syncs set claimed_by = null, claimed_until = null");
        assertThat(store.abandon("run", "not configured here")).isTrue();
        assertThat(report("run").status()).isEqualTo(RunStatus.FAILED);
        assertThat(report("run").reason()).isEqualTo("not configured here");
    }

    @Test
    void forgets_what_the_list_did_not_say() {
        insert("run", "vip");
        store.looked(lease("run"), 5L, 6L);
        store.looked(lease("run"), null, null);
        assertThat(progress("run").cohortSize()).isNull();
        assertThat(progress("run").lastComputed()).isNull();
    }

    @Test
    void a_run_that_is_taken_up_runs_again() {
        insert("run", "vip");
        store.finish(lease("run"), RunStatus.FAILED, "interrupted");
        store.taken(lease("run"), Trigger.RESUME);
        RunReport report = report("run");
        assertThat(report.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(report.trigger()).isEqualTo(Trigger.RESUME);
        assertThat(report.reason()).isNull();
        assertThat(report.finishedAt()).isNull();
    }

    @Test
    void a_held_run_is_left_once() {
        insert("run", "vip");
        assertThat(store.leaveHeld("run", RunStatus.SKIPPED, "not held")).isFalse();
        store.finish(lease("run"), RunStatus.HELD, "too many leavers");
        assertThat(store.leaveHeld("run", RunStatus.SKIPPED, "discarded")).isTrue();
        assertThat(store.leaveHeld("run", RunStatus.RUNNING, null)).isFalse();
        assertThat(report("run").status()).isEqualTo(RunStatus.SKIPPED);
        assertThat(report("run").reason()).isEqualTo("discarded");
    }

    /** A run that runs has not ended, and does not say so. */
    @Test
    void an_approved_run_has_no_end_until_it_ends() {
        insert("run", "vip");
        store.finish(lease("run"), RunStatus.HELD, "too many leavers");
        store.leaveHeld("run", RunStatus.RUNNING, null);
        store.delivering(lease("run"), new LedgerCounts(0, 3, 0));
        RunReport report = report("run");
        assertThat(report.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(report.stage()).isEqualTo(Stage.DELIVER);
        assertThat(report.reason()).isNull();
        assertThat(report.finishedAt()).isNull();
    }

    @Test
    void a_fresh_plan_takes_the_place_of_those_that_are_held() {
        for (String id : List.of("old-1", "old-2", "new")) {
            insert(id, "vip");
        }
        insert("other", "basic");
        for (String id : List.of("old-1", "old-2", "new", "other")) {
            store.finish(lease(id), RunStatus.HELD, "too many leavers");
        }
        assertThat(store.supersede("vip", "new")).containsExactlyInAnyOrder("old-1", "old-2");
        assertThat(store.supersede("vip", "new")).isEmpty();
        assertThat(report("old-1").status()).isEqualTo(RunStatus.SKIPPED);
        assertThat(report("old-1").reason()).contains("new");
        assertThat(report("new").status()).isEqualTo(RunStatus.HELD);
        assertThat(report("other").status()).isEqualTo(RunStatus.HELD);
    }

    @Test
    void keeps_as_much_of_a_reason_as_fits() {
        insert("run", "vip");
        store.finish(lease("run"), RunStatus.FAILED, "é🎈".repeat(1_000));
        assertThat(report("run").reason()).startsWith("é🎈é").hasSizeBetween(990, 1_000);
    }

    @Test
    void keeps_rejected_rows_until_the_file_is_read_again() {
        insert("run", "vip");
        List<Rejection> rejections = new ArrayList<>();
        for (int row = 1; row <= 2_500; row++) {
            rejections.add(new Rejection(row, RejectionReason.values()[row % 4], "a***@exämple.com"));
        }
        store.reject(lease("run"), rejections);
        insert("other", "vip");
        store.reject(lease("other"), rejections.subList(0, 1));
        assertThat(store.rejections("run", 3))
                .containsExactly(
                        new RunStore.RejectedRow(1, "syntax", "a***@exämple.com"),
                        new RunStore.RejectedRow(2, "too-long", "a***@exämple.com"),
                        new RunStore.RejectedRow(3, "no-domain", "a***@exämple.com"));
        assertThat(store.rejections("run", 10_000)).hasSize(2_500);
        store.forgetRejections(lease("run"));
        assertThat(store.rejections("run", 10)).isEmpty();
        assertThat(store.rejections("other", 10)).hasSize(1);
        store.reject(lease("run"), rejections);
    }

    /** A start may be killed before it has written down that a migration is done. */
    @ParameterizedTest
    @ValueSource(strings = {"9", "10", "11", "12"})
    void the_rejected_rows_of_an_older_database_stay(String doneTwice) {
        FluentConfiguration older =
                Flyway.configure().dataSource(database.source()).schemas("older");
        older.cleanDisabled(false).load().clean();
        older.target("8").load().migrate();
        database.jdbc()
                .update("insert into \"older\".rejections values ('run', 10, 'empty', ''),"
                        + " ('other', 1, 'syntax', 'b***'), ('run', 9, 'no-domain', 'a***@')");
        older.target(doneTwice).load().migrate();
        database.jdbc().update("delete from \"older\".\"flyway_schema_history\" where \"version\" = ?", doneTwice);
        older.target("latest").load().migrate();
        assertThat(database.jdbc()
                        .query(
                                "select * from \"older\".rejections order by run_id",
                                (columns, n) -> List.of(
                                        columns.getString(1), list(columns, 2), list(columns, 3), list(columns, 4))))
                .containsExactly(
                        List.of("other", List.of(1L), List.of("syntax"), List.of("b***")),
                        List.of("run", List.of(9L, 10L), List.of("no-domain", "empty"), List.of("a***@", "")));
    }

    private static List<Object> list(ResultSet columns, int column) throws SQLException {
        return List.of((Object[]) columns.getArray(column).getArray());
    }

    @Test
    void the_rejected_rows_of_a_run_are_one_row() {
        insert("run", "vip");
        StatementCount statements = new StatementCount();
        RunStore counted = new RunStore(new JdbcTemplate(statements.watch(database.source())));
        counted.reject(
                lease("run"),
                List.of(
                        new Rejection(1, RejectionReason.EMPTY, ""),
                        new Rejection(2, RejectionReason.SYNTAX, "{a,\"b\\***")));
        assertThat(statements.of("insert into rejections")).isEqualTo(1);
        assertThat(database.jdbc().queryForObject("select count(*) from rejections", Integer.class))
                .isEqualTo(1);
        assertThat(store.rejections("run", 9))
                .containsExactly(
                        new RunStore.RejectedRow(1, "empty", ""), new RunStore.RejectedRow(2, "syntax", "{a,\"b\\***"));
    }

    @Test
    void lists_newest_first_and_by_what_is_asked_for() {
        for (int n = 1; n <= 3; n++) {
            insert("vip-" + n, "vip");
            insert("basic-" + n, "basic");
            database.jdbc()
                    .update(
                            "update sync_runs set started_at = current_timestamp - cast(? as integer) * interval '1' hour"
                                    + " where id like ?",
                            10 - n,
                            "%-" + n);
        }
        store.finish(lease("vip-2"), RunStatus.SUCCEEDED, null);
        assertThat(store.list(null, null, 100))
                .extracting(RunReport::id)
                .containsExactly("vip-3", "basic-3", "vip-2", "basic-2", "vip-1", "basic-1");
        assertThat(store.list("vip", null, 2)).extracting(RunReport::id).containsExactly("vip-3", "vip-2");
        assertThat(store.list("vip", "running", 100)).extracting(RunReport::id).containsExactly("vip-3", "vip-1");
        assertThat(store.list(null, "succeeded", 100)).extracting(RunReport::id).containsExactly("vip-2");
        assertThat(store.list(null, "running", Integer.MAX_VALUE)).hasSize(5);
        assertThat(store.list("nobody", null, 10)).isEmpty();
        assertThat(store.last("vip").orElseThrow().id()).isEqualTo("vip-3");
        assertThat(store.last("nobody")).isEmpty();
    }

    @Test
    void knows_whether_the_cadence_has_started_a_run() {
        store.insert(lease("manual"), new RunRequest("vip", Trigger.MANUAL, false, false), Stage.EXPORT);
        assertThat(store.startedByCadence("vip")).isFalse();
        insert("other", "basic");
        assertThat(store.startedByCadence("vip")).isFalse();
        insert("run", "vip");
        assertThat(store.startedByCadence("vip")).isTrue();
        store.taken(lease("run"), Trigger.RESUME);
        assertThat(store.startedByCadence("vip")).isTrue();
    }
}
