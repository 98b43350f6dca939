package io.cohortsync.route;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.fault.AccessRefusedException;
import io.cohortsync.fault.BatchRefusedException;
import io.cohortsync.fault.JobNotDoneException;
import io.cohortsync.ledger.MembershipLedger;
import io.cohortsync.ledger.Settlement;
import io.cohortsync.run.ChangeMetrics;
import io.cohortsync.run.DeliveryGates;
import io.cohortsync.run.RunStore;
import io.cohortsync.run.TestRuns;
import java.io.IOException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;
import org.mockito.ArgumentCaptor;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** The batch is posted and its job awaited; {@code cohort-sync.retry.tries} is 3 here. */
@RouteTest
@TestPropertySource(
        properties =
                "routes.under.test=file:routes/change-post.camel.yaml,file:routes/pushwoosh-call.camel.yaml,"
                        + "file:routes/change-park.camel.yaml,file:routes/change-deliver.camel.yaml,file:routes/hooks.camel.yaml")
@Import({PushwooshSteps.class, ChangeSteps.class, ChangeBatches.class, MemberPages.class})
class ChangePostRouteTest {

    private static final String POST = "/api/v2/audience/bulkSetTags";
    private static final String JOB = POST + "/job-1?detailed=true";

    @Autowired
    private ProducerTemplate producer;

    @Autowired
    private WireMockServer pushwoosh;

    @Autowired
    private TestRuns runs;

    @MockitoBean
    private RunStore store;

    @MockitoBean
    private MembershipLedger ledger;

    @MockitoBean
    private ChangeMetrics metrics;

    @MockitoBean
    private DeliveryGates gates;

    @MockitoBean(answers = Answers.RETURNS_DEEP_STUBS)
    private LiveConfiguration configuration;

    private final ChangeBatch batch = Changes.batch(RouteTestContext.RUN, 3);

    @BeforeEach
    void begin() {
        runs.clear();
        pushwoosh.resetAll();
        runs.begin(RouteTestContext.RUN);
    }

    // ---- posting ----

    @Test
    void posts_the_batch_once_and_counts_it() {
        pushwoosh.stubFor(post(POST).willReturn(accepted()));

        Exchange done = send("direct:change-post", batch);

        assertThat(done.isFailed()).isFalse();
        assertThat(done.getVariable("job", DeliveryJob.class).url()).endsWith(JOB);
        assertThat(runs.active().get(RouteTestContext.RUN).delivery().takeAccepted())
                .isEqualTo(1);
        assertThat(posts()).isEqualTo(1);
    }

    @Test
    void posts_again_while_pushwoosh_is_busy() {
        busyTwice(status(503));

        Exchange done = send("direct:change-post", batch);

        assertThat(done.isFailed()).isFalse();
        assertThat(posts()).isEqualTo(3);
        assertThat(runs.active().get(RouteTestContext.RUN).delivery().takeAccepted())
                .isEqualTo(1);
    }

    @Test
    void posts_once_and_as_often_again_as_configured_and_no_more() {
        pushwoosh.stubFor(post(POST).willReturn(status(503)));

        Exchange done = send("direct:change-post", batch);

        verifyNoInteractions(store);
        assertThat(runs.active().get(RouteTestContext.RUN).delivery().takeAccepted())
                .isZero();
        assertThat(posts()).isEqualTo(1 + 3);
        verifyNoInteractions(store);
    }

    @Test
    void posts_again_when_the_connection_breaks() {
        pushwoosh.stubFor(post(POST).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

        Exchange done = send("direct:change-post", batch);

        assertThat(done.getException()).isInstanceOf(IOException.class);
        assertThat(posts()).isEqualTo(1 + 3);
    }

    @Test
    void every_post_carries_the_whole_batch() {
        busyTwice(ok("<html>maintenance</html>"));

        send("direct:change-post", batch);

        assertThat(pushwoosh.getAllServeEvents())
                .hasSize(3)
                .extracting(event -> event.getRequest().getBodyAsString())
                .allMatch(body -> body.contains("\"m0@example.com\"") && body.contains("\"m2@example.com\""));
    }

    @Test
    void waits_as_long_as_pushwoosh_asks() {
        busyTwice(status(429).withHeader("Retry-After", "1"), status(503));

        long begin = System.nanoTime();
        send("direct:change-post", batch);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(1));
        assertThat(posts()).isEqualTo(3);
    }

    @Test
    void a_refused_batch_is_not_posted_again() {
        pushwoosh.stubFor(post(POST).willReturn(status(400).withBody("{\"message\":\"bad device\"}")));

        assertThat(send("direct:change-post", batch).getException()).isInstanceOf(BatchRefusedException.class);
        assertThat(posts()).isEqualTo(1);
    }

    @Test
    void a_refused_token_is_not_tried_again() {
        pushwoosh.stubFor(post(POST).willReturn(status(403)));

        assertThat(send("direct:change-post", batch).getException()).isInstanceOf(AccessRefusedException.class);
        assertThat(posts()).isEqualTo(1);
    }

    // ---- the job ----

    @Test
    void asks_for_the_job_until_it_is_completed_and_confirms_then() {
        openTwiceThen(okJson("{\"status\":\"Completed\"}"));

        Exchange done = confirm(Duration.ofMinutes(1));

        assertThat(done.isFailed()).isFalse();
        pushwoosh.verify(3, getRequestedFor(urlEqualTo(JOB)));
        assertThat(settled().confirmed()).hasSize(3);
        assertThat(settled().parked()).isEmpty();
    }

    @Test
    void asks_again_when_the_answer_is_lost_or_busy() {
        openTwiceThen(
                okJson("{\"status\":\"Completed\"}"), status(502), aResponse().withFault(Fault.EMPTY_RESPONSE));

        assertThat(confirm(Duration.ofMinutes(1)).isFailed()).isFalse();
        pushwoosh.verify(3, getRequestedFor(urlEqualTo(JOB)));
        assertThat(settled().confirmed()).hasSize(3);
    }

    @Test
    void a_member_that_the_job_skipped_is_parked() {
        openTwiceThen(okJson(
                "{\"status\":\"Completed\",\"devices\":[{\"user_id\":\"m1@example.com\",\"status\":\"not found\"}]}"));

        confirm(Duration.ofMinutes(1));

        assertThat(settled().confirmed()).hasSize(2);
        assertThat(settled().parked())
                .singleElement()
                .satisfies(parked -> assertThat(parked.change().address()).isEqualTo("m1@example.com"));
    }

    @Test
    void a_job_that_failed_is_not_confirmed() {
        openTwiceThen(okJson("{\"status\":\"Failed\"}"));

        assertThat(confirm(Duration.ofMinutes(1)).getException()).isInstanceOf(JobNotDoneException.class);
        verifyNoInteractions(ledger);
    }

    @Test
    void a_job_that_is_lost_is_asked_for_once() {
        pushwoosh.stubFor(get(JOB).willReturn(status(404)));

        assertThat(confirm(Duration.ofMinutes(1)).getException()).isInstanceOf(JobNotDoneException.class);
        pushwoosh.verify(1, getRequestedFor(urlEqualTo(JOB)));
    }

    @Test
    void a_job_that_takes_too_long_is_given_up() {
        pushwoosh.stubFor(get(JOB).willReturn(okJson("{\"status\":\"Processing\"}")));

        Exchange done = confirm(Duration.ofSeconds(2));

        assertThat(done.getException()).isInstanceOf(JobNotDoneException.class).hasMessageContaining("job-timeout");
        assertThat(pushwoosh.getAllServeEvents()).hasSizeBetween(2, 200);
        verifyNoInteractions(ledger);
    }

    @Test
    void a_remote_that_stays_busy_is_given_up_when_job_timeout_is_over() {
        pushwoosh.stubFor(get(JOB).willReturn(status(503)));

        Exchange done = confirm(Duration.ofSeconds(2));

        assertThat(done.getException()).isInstanceOf(RuntimeException.class);
        assertThat(pushwoosh.getAllServeEvents()).hasSizeBetween(2, 400);
        verifyNoInteractions(ledger);
    }

    // ---- both, as change-send does ----

    @Test
    void tries_that_posting_used_up_do_not_count_for_the_job() {
        busyTwice(status(503));
        openTwiceThen(okJson("{\"status\":\"Completed\"}"), status(503), status(503));

        producer.sendBody("direct:change-send", batch);

        assertThat(posts()).isEqualTo(3);
        pushwoosh.verify(3, getRequestedFor(urlEqualTo(JOB)));
        assertThat(settled().confirmed()).hasSize(3);
    }

    private static ResponseDefinitionBuilder accepted() {
        return okJson("{\"request_id\":\"job-1\"}");
    }

    private void busyTwice(ResponseDefinitionBuilder busy) {
        busyTwice(busy, busy);
    }

    private void busyTwice(ResponseDefinitionBuilder first, ResponseDefinitionBuilder second) {
        String scenario = "busy";
        pushwoosh.stubFor(post(POST)
                .inScenario(scenario)
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(first)
                .willSetStateTo("again"));
        pushwoosh.stubFor(post(POST)
                .inScenario(scenario)
                .whenScenarioStateIs("again")
                .willReturn(second)
                .willSetStateTo("well"));
        pushwoosh.stubFor(
                post(POST).inScenario(scenario).whenScenarioStateIs("well").willReturn(accepted()));
    }

    private void openTwiceThen(ResponseDefinitionBuilder end) {
        ResponseDefinitionBuilder open = okJson("{\"status\":\"Processing\"}");
        openTwiceThen(end, open, open);
    }

    private void openTwiceThen(
            ResponseDefinitionBuilder end, ResponseDefinitionBuilder first, ResponseDefinitionBuilder second) {
        String scenario = "job";
        pushwoosh.stubFor(get(JOB).inScenario(scenario)
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(first)
                .willSetStateTo("2"));
        pushwoosh.stubFor(get(JOB).inScenario(scenario)
                .whenScenarioStateIs("2")
                .willReturn(second)
                .willSetStateTo("3"));
        pushwoosh.stubFor(get(JOB).inScenario(scenario).whenScenarioStateIs("3").willReturn(end));
    }

    private int posts() {
        return pushwoosh
                .countRequestsMatching(postRequestedFor(urlEqualTo(POST)).build())
                .getCount();
    }

    private Exchange confirm(Duration timeout) {
        DeliveryJob job = new DeliveryJob(
                pushwoosh.baseUrl() + JOB, java.time.Instant.now().plus(timeout));
        return producer.request("direct:change-confirm", exchange -> {
            exchange.setVariable("batch", batch);
            exchange.setVariable("job", job);
            exchange.getMessage().setHeader(Exchange.REDELIVERY_COUNTER, 2);
        });
    }

    private Exchange send(String route, ChangeBatch sent) {
        return producer.request(route, exchange -> exchange.setVariable("batch", sent));
    }

    private Settlement settled() {
        ArgumentCaptor<Settlement> settlement = ArgumentCaptor.forClass(Settlement.class);
        verify(ledger, times(1)).settle(any(), any(), settlement.capture(), any());
        return settlement.getValue();
    }
}
