package io.cohortsync.e2e;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import io.cohortsync.demo.Endpoints;
import io.cohortsync.demo.FaultKind;
import io.cohortsync.run.RunStatus;
import io.cohortsync.run.RunTicket;
import io.cohortsync.run.Runs;
import io.cohortsync.run.SyncStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.JobKey;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Who is told what when the state of a sync changes. */
@ExtendWith(OutputCaptureExtension.class)
class AlertTest {

    private static final String WEBHOOK = "/services/T00-secret";
    private static final List<String> TEN =
            IntStream.range(0, 10).mapToObj(i -> "m" + i + "@example.com").toList();

    @TempDir
    private Path dataDir;

    private final WireMockServer outside =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    private final GreenMail mail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
    private App app;

    @BeforeEach
    void start() {
        outside.start();
        mail.start();
        outside.stubFor(post(WEBHOOK).willReturn(ok()));
        outside.stubFor(get("/ping-secret/power-users").willReturn(ok()));
        app = new App(dataDir)
                .set("cohort-sync.alerts.webhook-url", outside.baseUrl() + WEBHOOK)
                .set("cohort-sync.alerts.heartbeat-url", outside.baseUrl() + "/ping-secret/{sync}")
                .set("cohort-sync.alerts.mail-to", "ops@example.org")
                .set(
                        "cohort-sync.alerts.mail-server",
                        "127.0.0.1:" + mail.getSmtp().getPort());
        app.cohort(TEN).start();
    }

    @AfterEach
    void stop() {
        app.close();
        mail.stop();
        outside.stop();
    }

    private void look() {
        app.bean(ProducerTemplate.class).sendBody("direct:alert-look", null);
    }

    private void fails() {
        app.amplitude().faults().always(Endpoints.AMPLITUDE_LIST, FaultKind.FORBIDDEN);
        assertThat(app.run().status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void a_change_of_state_is_told_once_and_so_is_the_recovery() throws Exception {
        look();
        outside.verify(0, postRequestedFor(urlEqualTo(WEBHOOK)));

        fails();
        look();
        look();
        outside.verify(
                1,
                postRequestedFor(urlEqualTo(WEBHOOK))
                        .withHeader("Content-Type", equalTo("application/json"))
                        .withRequestBody(matchingJsonPath("$[?(@.text =~ /power-users is failed: .*refused.*/)]")));
        assertThat(mail.getReceivedMessages()).hasSize(1);
        assertThat(mail.getReceivedMessages()[0].getSubject()).isEqualTo("cohort-sync: power-users failed");

        app.amplitude().faults().clear();
        app.run();
        look();
        outside.verify(
                1,
                postRequestedFor(urlEqualTo(WEBHOOK))
                        .withRequestBody(
                                matchingJsonPath("$.text", equalTo("power-users has recovered: it was failed"))));
    }

    /** It says nothing of the cohort, and must not hide that no run gets through. */
    @Test
    void a_replay_is_no_recovery() {
        app.pushwoosh().settings().poison(TEN.get(0));
        app.run();
        fails();
        look();
        app.pushwoosh().settings().poison();

        RunTicket replay = app.bean(Runs.class).replay(App.SYNC).ticket();
        app.bean(ProducerTemplate.class).sendBody("direct:cohort-resume", replay);
        assertThat(app.awaitEnd(replay.runId()).status()).isEqualTo(RunStatus.SUCCEEDED);
        look();

        outside.verify(1, postRequestedFor(urlEqualTo(WEBHOOK)));
        assertThat(app.bean(SyncStore.class).completedAt(App.SYNC)).isEmpty();
    }

    /** Quartz gives the message that it starts a dozen headers. */
    @Test
    void the_webhook_is_told_nothing_of_the_schedule() throws Exception {
        fails();

        app.bean(CamelContext.class)
                .getComponent("quartz", QuartzComponent.class)
                .getScheduler()
                .triggerJob(JobKey.jobKey("alert-watch", "cohort-sync-housekeeping"));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> outside.verify(1, postRequestedFor(urlEqualTo(WEBHOOK))));
        outside.verify(
                1,
                postRequestedFor(urlEqualTo(WEBHOOK)).withoutHeader("fireTime").withoutHeader("scheduler"));
    }

    @Test
    void a_held_run_and_a_partial_one_are_told() {
        app.run();
        app.cohort(TEN.subList(0, 2)).run();
        look();
        outside.verify(postRequestedFor(urlEqualTo(WEBHOOK))
                .withRequestBody(matchingJsonPath("$[?(@.text =~ /power-users is held: .*/)]")));

        app.pushwoosh().settings().poison("new@example.com");
        app.cohort(IntStream.range(0, 11)
                        .mapToObj(i -> i < 10 ? TEN.get(i) : "new@example.com")
                        .toList())
                .run();
        look();
        outside.verify(postRequestedFor(urlEqualTo(WEBHOOK))
                .withRequestBody(matchingJsonPath("$[?(@.text =~ /power-users is partial: .*/)]")));
    }

    @Test
    void what_could_not_be_told_is_told_later_and_no_secret_is_logged(CapturedOutput log) {
        outside.stubFor(post(WEBHOOK).willReturn(serverError()));
        fails();
        look();
        assertThat(log).contains("alert not told").doesNotContain("T00-secret");

        outside.stubFor(post(WEBHOOK).willReturn(ok()));
        outside.resetRequests();
        look();
        outside.verify(1, postRequestedFor(urlEqualTo(WEBHOOK)));
    }

    @Test
    void a_sync_without_a_complete_run_for_two_cadences_is_stale() {
        app.stop().setSync("cadence", "0 15 6 * * ?").start();
        app.run();
        look();
        outside.verify(0, postRequestedFor(urlEqualTo(WEBHOOK)));

        app.jdbc().update("update syncs set completed_at = current_timestamp - interval '3' day");
        app.jdbc().update("update sync_runs set finished_at = current_timestamp - interval '3' day");
        look();
        outside.verify(
                1,
                postRequestedFor(urlEqualTo(WEBHOOK))
                        .withRequestBody(
                                matchingJsonPath("$[?(@.text =~ /power-users is stale: no complete run.*/)]")));

        assertThat(app.run().status()).as("the cohort is what it was").isEqualTo(RunStatus.SKIPPED);
        look();
        outside.verify(
                1,
                postRequestedFor(urlEqualTo(WEBHOOK))
                        .withRequestBody(matchingJsonPath("$[?(@.text =~ /.*recovered: it was stale/)]")));
    }

    @Test
    void a_complete_run_calls_the_heartbeat_and_no_other(CapturedOutput log) {
        app.run();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> outside.verify(1, getRequestedFor(urlEqualTo("/ping-secret/power-users"))));

        outside.stubFor(get("/ping-secret/power-users").willReturn(serverError()));
        app.forceRun();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> outside.verify(5, getRequestedFor(urlEqualTo("/ping-secret/power-users"))));
        await().atMost(Duration.ofSeconds(10)).until(() -> log.getAll().contains("heartbeat not sent"));
        assertThat(log).doesNotContain("ping-secret");

        fails();
        look();
        outside.verify(5, getRequestedFor(urlEqualTo("/ping-secret/power-users")));
    }
}
