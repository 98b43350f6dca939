package io.cohortsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.demo.AmplitudeSettings.UsageShape;
import io.cohortsync.demo.CohortSpec;
import io.cohortsync.demo.ExportContent;
import io.cohortsync.demo.Fault;
import io.cohortsync.demo.FaultKind;
import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Amplitude can do to us: nobody is touched, and the report says what happened (docs/reliability.md). */
class AmplitudeFaultsTest {

    private static final List<String> BEFORE =
            IntStream.range(0, 20).mapToObj(i -> "before" + i + "@example.com").toList();
    private static final List<String> NOW =
            IntStream.range(10, 30).mapToObj(i -> "before" + i + "@example.com").toList();

    @TempDir
    Path dataDir;

    private App app;

    @BeforeEach
    void synced_once() {
        app = new App(dataDir).setProject("export-timeout", "3s");
        app.cohort(BEFORE).start();
        app.run();
        app.cohort(NOW);
    }

    @AfterEach
    void close() {
        app.close();
    }

    @Test
    void refused_keys_fail_the_run_at_once() {
        app.amplitude().faults().always("amplitude.list", FaultKind.FORBIDDEN);
        long before = app.amplitude().requests().size();
        RunReport run = app.run();
        assertThat(app.amplitude().requests().size() - before).isEqualTo(1);
        assertFailed(run, "Amplitude refused the keys of project main: Invalid API Key; wrong region looks the same");
    }

    @Test
    void keys_revoked_half_way_fail_the_run() {
        app.amplitude().faults().next("amplitude.status", FaultKind.FORBIDDEN);
        assertFailed(app.run(), "Amplitude refused the keys");
    }

    @ParameterizedTest
    @CsvSource({
        "amplitude.list,too-many-requests",
        "amplitude.request,too-many-requests",
        "amplitude.status,retry-after-seconds",
        "amplitude.file,retry-after-seconds",
        "amplitude.list,server-error",
        "amplitude.request,bad-gateway-html",
        "amplitude.status,unavailable-empty",
        "amplitude.file,gateway-timeout-html",
        "amplitude.list,connection-reset",
        "amplitude.request,connection-reset",
        "amplitude.status,reset-mid-body",
        "amplitude.status,ok-html",
        "amplitude.status,truncated-json",
        "amplitude.status,status-unknown",
        "amplitude.status,status-missing",
        "amplitude.status,status-200-in-progress",
        "amplitude.store,link-expired",
        "amplitude.store,connection-reset",
        "amplitude.store,length-too-long",
        "amplitude.file,gzip-cut",
        "amplitude.file,gzip-corrupt",
        "amplitude.file,unclosed-quote",
        "amplitude.file,no-user-id-column",
        "amplitude.file,file-html",
        "amplitude.file,file-json",
        "amplitude.file,file-empty",
        "amplitude.file,redirect-status",
        "amplitude.store,reset-mid-body",
        "amplitude.file,byte-order-mark",
        "amplitude.file,crlf",
        "amplitude.file,leading-tabs"
    })
    void a_fault_that_passes_does_no_harm(String endpoint, String kind) {
        app.amplitude().faults().next(endpoint, Fault.parse(kind), 1);
        RunReport run = app.run();
        assertThat(run.status()).as(run.reason()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(app.audience()).containsExactlyInAnyOrderElementsOf(NOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip-cut",
                "gzip-corrupt",
                "unclosed-quote",
                "no-user-id-column",
                "file-html",
                "file-json",
                "file-empty"
            })
    void a_file_that_stays_broken_changes_nothing(String kind) {
        app.amplitude().faults().always("amplitude.file", Fault.parse(kind));
        RunReport run = app.run();
        assertThat(app.amplitude().requests("amplitude.file").size())
                .as("first run + two downloads")
                .isEqualTo(3);
        assertFailed(run, "the export cannot be used");
    }

    @Test
    void a_shrunken_file_is_held() {
        app.amplitude().faults().always("amplitude.file", Fault.parse("rows-cut:20"));
        RunReport run = app.run();
        assertThat(run.status()).isEqualTo(RunStatus.HELD);
        assertThat(run.reason()).contains("Amplitude's list says 20 members");
        assertUntouched();
    }

    @Test
    void an_empty_cohort_is_held() {
        app.amplitude().faults().always("amplitude.file", FaultKind.HEADER_ONLY);
        RunReport run = app.run();
        assertThat(run.status()).isEqualTo(RunStatus.HELD);
        assertThat(run.reason()).contains("allow-empty");
        assertUntouched();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status-in-progress", "status-unknown", "server-error"})
    void an_export_that_is_never_ready_fails_at_the_timeout(String kind) {
        app.amplitude().faults().always("amplitude.status", Fault.parse(kind));
        assertFailed(app.run(), "given up after the time allowed");
    }

    @Test
    void a_request_that_is_never_answered_is_not_sent_without_end() {
        app.amplitude().faults().always("amplitude.request", FaultKind.CONNECTION_RESET);
        app.amplitude().settings().usageShape(UsageShape.MISSING);
        RunReport run = app.run();
        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.reason()).contains("Amplitude did not answer the export request, 5 times");
        assertThat(run.exportRequests()).isEqualTo(5);
        assertThat(app.amplitude().requests("amplitude.request"))
                .as("first run + five")
                .hasSize(6);
        assertUntouched();
    }

    @Test
    void a_cohort_that_was_never_computed_is_skipped() {
        app.amplitude().putCohort(CohortSpec.of(App.COHORT, ExportContent.csv("\"user_id\"\n")));
        RunReport run = app.run();
        assertThat(run.status()).isEqualTo(RunStatus.SKIPPED);
        assertThat(run.reason()).contains("never computed");
        assertThat(run.exportRequests()).isZero();
        assertUntouched();
    }

    @Test
    void an_archived_cohort_fails_with_words() {
        app.amplitude()
                .putCohort(CohortSpec.of(App.COHORT, ExportContent.csv("\"user_id\"\n"))
                        .archive());
        assertFailed(app.run(), "is archived in Amplitude");
    }

    @Test
    void a_cohort_above_the_limit_fails_with_what_to_do() {
        app.amplitude()
                .putCohort(CohortSpec.of(App.COHORT, ExportContent.csv("\"user_id\"\n"))
                        .computed(Instant.parse("2026-11-24T00:00:00Z"), 2_000_001));
        assertFailed(app.run(), "feed it by Amplitude's cohort webhook");
    }

    @Test
    void a_list_that_is_refused_removes_nobody_without_approval() {
        app.amplitude().faults().next("amplitude.list", Fault.parse("http-status:404"), 1);
        RunReport run = app.run();
        assertThat(run.status()).isEqualTo(RunStatus.HELD);
        assertThat(run.reason()).contains("list of cohorts could not be read", "10 members would leave");
        assertUntouched();
    }

    @Test
    void a_download_that_comes_drop_by_drop_ends_with_the_time_allowed() {
        app.amplitude().faults().always("amplitude.store", Fault.parse("slow-drip:500"));
        assertFailed(app.run(), "the download was not complete when export-timeout was over");
    }

    @Test
    void an_unknown_cohort_fails_with_words() {
        app.amplitude().removeCohort(App.COHORT);
        assertFailed(app.run(), "export request of cohort " + App.COHORT);
    }

    @Test
    void the_word_decides_and_not_the_http_status() {
        app.amplitude().settings().pollsUntilReady(0);
        app.amplitude().faults().next("amplitude.status", FaultKind.STATUS_202_COMPLETED);
        assertThat(app.run().status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(app.amplitude().requests("amplitude.status")).as("one a run").hasSize(3);
    }

    @Test
    void a_dead_file_is_not_asked_for_twice() {
        app.amplitude().faults().always("amplitude.file", Fault.parse("file-dead:410"));
        assertFailed(app.run(), "no longer has the export");
    }

    @Test
    void a_redirect_to_itself_is_not_followed_for_ever() {
        app.amplitude().faults().always("amplitude.store", FaultKind.REDIRECT_LOOP);
        RunReport run = app.run();
        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertUntouched();
    }

    @Test
    void waits_as_long_as_amplitude_asks() {
        app.amplitude().faults().next("amplitude.list", Fault.parse("retry-after-seconds:1"), 1);
        RunReport run = app.run();
        assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        var times = app.amplitude().requests("amplitude.list").stream()
                .map(r -> r.time())
                .toList();
        Duration wait = Duration.between(times.get(times.size() - 2), times.get(times.size() - 1));
        assertThat(wait).isGreaterThanOrEqualTo(Duration.ofMillis(990));
    }

    @Test
    void a_disk_that_takes_nothing_fails_the_run_with_words() throws Exception {
        Files.deleteIfExists(dataDir.resolve("spool"));
        Path inTheWay = Files.createFile(dataDir.resolve("spool"));
        RunReport run = app.run();
        Files.delete(inTheWay);
        assertFailed(run, "the export could not be written below data-dir");
    }

    @Test
    void leaves_no_spool_file_behind() throws Exception {
        app.amplitude().faults().always("amplitude.file", FaultKind.GZIP_CUT);
        app.run();
        try (var files = Files.list(dataDir.resolve("spool"))) {
            assertThat(files).isEmpty();
        }
    }

    private void assertFailed(RunReport run, String words) {
        assertThat(run.status()).as(run.reason()).isEqualTo(RunStatus.FAILED);
        assertThat(run.reason()).contains(words);
        assertUntouched();
    }

    private void assertUntouched() {
        assertThat(app.audience()).containsExactlyInAnyOrderElementsOf(BEFORE);
        app.amplitude().faults().clear();
        app.cohort(NOW);
        assertThat(app.forceRun().status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(app.audience()).containsExactlyInAnyOrderElementsOf(NOW);
    }
}
