package io.cohortsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.demo.Fault;
import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Pushwoosh can do to us: nothing is claimed that it did not confirm, and nothing is lost (docs/reliability.md). */
class PushwooshFaultsTest {

    private static final String POST = "pushwoosh.bulk-set-tags";
    private static final String JOB = "pushwoosh.job";
    private static final List<String> MEMBERS =
            IntStream.range(0, 40).mapToObj(i -> "member" + i + "@example.com").toList();

    @TempDir
    Path dataDir;

    private App app;

    @BeforeEach
    void start() {
        app = new App(dataDir).setApp("batch-size", "10").setApp("job-timeout", "1s");
        app.cohort(MEMBERS).start();
        app.pushwoosh().seed(MEMBERS.get(0), App.TAG, "vip");
    }

    @AfterEach
    void close() {
        app.close();
    }

    @ParameterizedTest
    @CsvSource({
        POST + ",too-many-requests",
        POST + ",retry-after-seconds",
        POST + ",retry-after-date",
        POST + ",server-error",
        POST + ",bad-gateway-html",
        POST + ",unavailable-empty",
        POST + ",gateway-timeout-html",
        POST + ",connection-reset",
        POST + ",connection-reset-after-apply",
        POST + ",truncated-json",
        POST + ",enveloped-500",
        POST + ",ok-html",
        POST + ",ok-empty",
        POST + ",http-status:408",
        JOB + ",too-many-requests",
        JOB + ",server-error",
        JOB + ",ok-html",
        JOB + ",truncated-json",
        JOB + ",connection-reset",
        JOB + ",job-failed",
        JOB + ",job-failed:50",
        JOB + ",job-lost",
        JOB + ",job-lost-after-apply",
        JOB + ",job-stuck",
        JOB + ",job-unknown-word"
    })
    void a_fault_that_passes_is_survived_within_the_run(String endpoint, String fault) {
        app.pushwoosh().faults().next(endpoint, Fault.parse(fault), 1);
        RunReport run = app.run();
        assertThat(run.status()).as(run.reason()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(run.counts().delivered()).isEqualTo(40);
        assertEqual();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unauthorized", "access-denied", "status-code-210"})
    void a_refused_token_stops_the_delivery_at_once(String fault) {
        app.pushwoosh().faults().always(POST, Fault.parse(fault));
        RunReport run = app.run();
        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.reason()).contains("Pushwoosh refused the application or token of app main");
        assertThat(run.counts().delivered()).isZero();
        assertThat(run.counts().pending()).isEqualTo(40);
        assertThat(app.pushwoosh().requests(POST)).as("no hammering").hasSizeLessThanOrEqualTo(5);
        assertConvergesWithoutAnotherExport();
    }

    @ParameterizedTest
    @ValueSource(strings = {"server-error", "enveloped-500", "connection-reset"})
    void an_outage_leaves_the_changes_pending(String fault) {
        app.pushwoosh().faults().always(POST, Fault.parse(fault));
        RunReport run = app.run();
        assertThat(run.status()).isEqualTo(RunStatus.PARTIAL);
        assertThat(run.counts().pending()).isEqualTo(40);
        assertThat(run.counts().parked()).isZero();
        assertConvergesWithoutAnotherExport();
    }

    private void assertConvergesWithoutAnotherExport() {
        int exports = app.amplitude().exportsRequested();
        app.pushwoosh().faults().clear();
        assertThat(app.run().status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(app.amplitude().exportsRequested()).isEqualTo(exports);
        assertEqual();
    }

    @Test
    void only_the_refused_members_of_a_batch_are_parked() {
        app.pushwoosh().settings().poison(MEMBERS.get(3), MEMBERS.get(27));
        RunReport run = app.run();
        assertThat(run.status()).isEqualTo(RunStatus.PARTIAL);
        assertThat(run.counts().parked()).isEqualTo(2);
        assertThat(run.counts().delivered()).isEqualTo(38);
        assertThat(app.audience()).hasSize(38).doesNotContain(MEMBERS.get(3), MEMBERS.get(27));
        assertThat(app.pushwoosh().requests(POST))
                .as("4 batches, 2 of them halved 4 times")
                .hasSizeLessThanOrEqualTo(2 + 2 * 9);
    }

    @Test
    void a_member_that_pushwoosh_skips_is_parked_and_tried_again_by_itself() {
        app.pushwoosh().settings().known(id -> !id.equals(MEMBERS.get(5)));
        RunReport run = app.run();
        assertThat(run.status()).isEqualTo(RunStatus.PARTIAL);
        assertThat(run.counts().parked()).isEqualTo(1);
        assertThat(run.counts().delivered()).isEqualTo(39);
        app.pushwoosh().settings().known(id -> true);
        assertThat(app.run().status()).isEqualTo(RunStatus.SUCCEEDED);
        assertEqual();
    }

    @Test
    void a_tag_that_does_not_exist_confirms_nothing() {
        app.pushwoosh().removeTag(App.TAG);
        RunReport run = app.run();
        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.reason()).contains("skipped the tag for every device", "expected a tag of type List");
        assertThat(run.counts().delivered()).isZero();
        assertThat(run.counts().pending()).isEqualTo(40);
        app.pushwoosh().defineTag(App.TAG, io.cohortsync.demo.TagType.LIST);
        assertConvergesWithoutAnotherExport();
    }

    @ParameterizedTest
    @ValueSource(strings = {"job-failed", "job-lost", "job-stuck", "job-unknown-word"})
    void a_job_that_never_completes_is_parked_when_the_attempts_are_used_up(String fault) {
        app.pushwoosh().faults().always(JOB, Fault.parse(fault));
        RunReport run = app.run();
        assertThat(run.status()).isEqualTo(RunStatus.PARTIAL);
        assertThat(run.counts().delivered()).isZero();
        assertThat(run.counts().parked()).isEqualTo(40);
        assertThat(app.pushwoosh().requests(POST))
                .as("4 batches, 3 attempts each")
                .hasSize(12);
        assertConvergesWithoutAnotherExport();
    }

    @Test
    void never_has_more_jobs_open_than_allowed() {
        app.close();
        app = new App(dataDir.resolve("gates")).setApp("batch-size", "2").setApp("max-in-flight", "3");
        app.pushwoosh().settings().jobPolls(3);
        app.cohort(MEMBERS).start();
        assertThat(app.run().status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(app.pushwoosh().mostCallsInFlight()).isLessThanOrEqualTo(3);
        assertThat(app.audience()).containsExactlyInAnyOrderElementsOf(MEMBERS);
    }

    private void assertEqual() {
        assertThat(app.audience()).containsExactlyInAnyOrderElementsOf(MEMBERS);
        assertThat(app.pushwoosh().audience(App.TAG, "vip")).containsExactly(MEMBERS.get(0));
    }
}
