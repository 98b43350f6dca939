package io.cohortsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.demo.AmplitudeTwin;
import io.cohortsync.demo.CohortSpec;
import io.cohortsync.demo.ExportContent;
import io.cohortsync.demo.Fault;
import io.cohortsync.demo.FaultKind;
import io.cohortsync.demo.PushwooshTwin;
import io.cohortsync.demo.TagType;
import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunRequest;
import io.cohortsync.run.RunStatus;
import io.cohortsync.run.RunStore;
import io.cohortsync.run.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trouble of one app or project is nobody else's (docs/reliability.md): five syncs of a slow pair, one of a healthy one. */
class IndependenceTest {

    private static final String POST = "pushwoosh.bulk-set-tags";
    private static final List<String> MEMBERS =
            IntStream.range(0, 40).mapToObj(i -> "member" + i + "@example.com").toList();

    @TempDir
    Path dataDir;

    private final AmplitudeTwin slowAmplitude = AmplitudeTwin.start("slow-key", "slow-secret");
    private final PushwooshTwin slowPushwoosh = PushwooshTwin.start("SSSSS-LLLLL", "slow-token");
    private App app;

    @BeforeEach
    void start() {
        app = new App(dataDir).setApp("batch-size", "10");
        app.setProject("export-timeout", "60s");
        for (String key : List.of("poll-interval", "poll-interval-max")) {
            app.set("cohort-sync.amplitude.projects.slow." + key, "20ms");
        }
        app.set(
                        "cohort-sync.amplitude.projects.slow.base-url",
                        slowAmplitude.apiUrl().toString())
                .set("cohort-sync.amplitude.projects.slow.api-key", "slow-key")
                .set("cohort-sync.amplitude.projects.slow.secret-key", "slow-secret")
                .set(
                        "cohort-sync.pushwoosh.apps.slow.base-url",
                        slowPushwoosh.url().toString())
                .set("cohort-sync.pushwoosh.apps.slow.application", "SSSSS-LLLLL")
                .set("cohort-sync.pushwoosh.apps.slow.api-token", "slow-token")
                .set("cohort-sync.pushwoosh.apps.slow.max-in-flight", "1")
                .set("cohort-sync.pushwoosh.apps.slow.batch-size", "10")
                .set("cohort-sync.pushwoosh.apps.slow.job-poll-interval", "20ms");
        for (int n = 0; n < 5; n++) {
            String sync = "cohort-sync.syncs.slow-" + n + ".";
            app.set(sync + "cohort", App.COHORT)
                    .set(sync + "project", "slow")
                    .set(sync + "app", "slow")
                    .set(sync + "tag", App.TAG)
                    .set(sync + "cadence", "manual");
        }
        slowAmplitude.putCohort(
                CohortSpec.of(App.COHORT, content()).computed(Instant.parse("2026-11-23T00:00:00Z"), 40));
        slowPushwoosh.defineTag(App.TAG, TagType.LIST);
        app.cohort(MEMBERS).start();
    }

    private static ExportContent content() {
        return ExportContent.csv("\"user_id\"\n" + String.join("\n", MEMBERS) + "\n");
    }

    @AfterEach
    void close() {
        slowPushwoosh.faults().clear();
        slowAmplitude.faults().clear();
        app.close();
        slowAmplitude.close();
        slowPushwoosh.close();
    }

    private List<String> runSlowOnes() {
        return IntStream.range(0, 5)
                .mapToObj(n -> app.open(new RunRequest("slow-" + n, Trigger.MANUAL, false, false))
                        .runId())
                .toList();
    }

    private void assertHealthyOneIsDoneWhileTheOthersWait(List<String> slow) {
        RunReport run = app.run();
        assertThat(run.status()).as(run.reason()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(app.audience()).containsExactlyInAnyOrderElementsOf(MEMBERS);
        RunStore runs = app.bean(RunStore.class);
        assertThat(slow)
                .extracting(id -> runs.find(id).orElseThrow().status())
                .as("they are still at it")
                .containsOnly(RunStatus.RUNNING);
    }

    private void assertAllSucceed(List<String> slow) {
        assertThat(slow).extracting(id -> app.awaitEnd(id).status()).containsOnly(RunStatus.SUCCEEDED);
    }

    @Test
    void calls_that_are_not_answered_keep_only_their_own_app_waiting() {
        slowPushwoosh.faults().always(POST, FaultKind.TIMEOUT_BEFORE_APPLY);
        List<String> slow = runSlowOnes();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !slowPushwoosh.requests(POST).isEmpty());
        assertHealthyOneIsDoneWhileTheOthersWait(slow);
        assertThat(slowPushwoosh.requests(POST)).as("one place, five syncs").hasSize(1);
        slowPushwoosh.faults().clear();
        assertAllSucceed(slow);
    }

    @Test
    void exports_that_are_never_ready_keep_only_their_own_project_waiting() {
        slowAmplitude.faults().always("amplitude.status", FaultKind.STATUS_IN_PROGRESS);
        List<String> slow = runSlowOnes();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> slowAmplitude.exportsRequested() == 4);
        assertHealthyOneIsDoneWhileTheOthersWait(slow);
        assertThat(slowAmplitude.exportsRequested())
                .as("four at once, the fifth waits")
                .isEqualTo(4);
        slowAmplitude.faults().clear();
        assertAllSucceed(slow);
        assertThat(slowAmplitude.exportsRequested()).isEqualTo(5);
    }

    @Test
    void an_outage_opens_only_the_breaker_of_its_own_app() {
        slowPushwoosh.faults().always(POST, Fault.parse("unavailable-empty"));
        List<String> slow = runSlowOnes();
        assertThat(slow).extracting(id -> app.awaitEnd(id).status()).containsOnly(RunStatus.PARTIAL);
        RunReport run = app.run();
        assertThat(run.status()).as(run.reason()).isEqualTo(RunStatus.SUCCEEDED);
    }
}
