package io.cohortsync.route;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.cohortsync.amplitude.ExportQuota;
import io.cohortsync.amplitude.Spool;
import io.cohortsync.amplitude.UsageReply;
import io.cohortsync.fault.AccessRefusedException;
import io.cohortsync.fault.NotReadyException;
import io.cohortsync.fault.NotSentException;
import io.cohortsync.fault.RetryLaterException;
import io.cohortsync.fault.RunFailedException;
import io.cohortsync.run.ActiveRun;
import io.cohortsync.run.ExportDecision;
import io.cohortsync.run.ExportGate;
import io.cohortsync.run.RunStore;
import io.cohortsync.run.Runs;
import io.cohortsync.run.Stage;
import io.cohortsync.run.TestRuns;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

@RouteTest
@TestPropertySource(
        properties =
                "routes.under.test=file:routes/cohort-export.camel.yaml,file:routes/cohort-export-request.camel.yaml,"
                        + "file:routes/amplitude-call.camel.yaml")
@Import({AmplitudeSteps.class, ExportSteps.class, RunSteps.class, ExportGate.class})
class CohortExportRouteTest {

    private static final String LIST = "/api/3/cohorts";
    private static final String USAGE = "/api/3/cohorts/usage";
    private static final String REQUEST = "/api/5/cohorts/request/c1";
    private static final String STATUS = "/api/5/cohorts/request-status/r1";

    @Autowired
    private ProducerTemplate producer;

    @Autowired
    private WireMockServer amplitude;

    @Autowired
    private TestRuns testRuns;

    @MockitoBean
    private Runs runs;

    @MockitoBean
    private RunStore store;

    @MockitoBean
    private ExportDecision decision;

    @MockitoBean
    private ExportQuota quota;

    @MockitoBean
    private Spool spool;

    @Autowired
    private ExportGate gate;

    private ActiveRun run;

    @BeforeEach
    void begin() {
        testRuns.clear();
        amplitude.resetAll();
        run = testRuns.begin(RouteTestContext.RUN);
        amplitude.stubFor(get(LIST).willReturn(okJson("{\"cohorts\":[{\"id\":\"c1\",\"size\":5}]}")));
        when(decision.reserve(any())).thenReturn(true);
        when(quota.ask()).thenReturn(new ExportQuota.Question(YearMonth.of(2026, 11), Instant.EPOCH));
        amplitude.stubFor(get(USAGE).willReturn(okJson("{\"rest_download\":{\"usage\":7}}")));
        amplitude.stubFor(get(REQUEST).willReturn(okJson("{\"request_id\":\"r1\"}")));
        amplitude.stubFor(get(STATUS).willReturn(okJson("{\"async_status\":\"JOB COMPLETED\"}")));
    }

    @Test
    void looks_requests_and_waits() {
        three(STATUS, working(), working(), okJson("{\"async_status\":\"JOB COMPLETED\"}"));

        assertThat(export().isFailed()).isFalse();

        assertThat(calls(LIST)).isEqualTo(1);
        assertThat(calls(REQUEST)).isEqualTo(1);
        assertThat(calls(STATUS)).isEqualTo(3);
        assertThat(run.stage()).isEqualTo(Stage.READ);
        verify(store).requested(run.lease(), "r1");
    }

    @Test
    void the_wait_between_two_polls_grows_to_its_limit() {
        three(STATUS, working(), working(), okJson("{\"async_status\":\"JOB COMPLETED\"}"));

        long begin = System.nanoTime();
        export();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(10 + 20));
    }

    @Test
    void does_not_export_what_is_not_needed() {
        doAnswer(call -> {
                    run.moveTo(Stage.DONE);
                    return null;
                })
                .when(decision)
                .decide(any(), any());

        export();

        assertThat(amplitude.getAllServeEvents()).hasSize(1);
        assertThat(calls(LIST)).isEqualTo(1);
    }

    @Test
    void a_run_that_was_interrupted_goes_on_with_its_export() {
        run.requested("r1");

        export();

        assertThat(amplitude.getAllServeEvents()).hasSize(1);
        assertThat(calls(STATUS)).isEqualTo(1);
    }

    @Test
    void each_question_is_asked_again_while_amplitude_is_busy() {
        three(LIST, status(503), status(429), okJson("{\"cohorts\":[]}"));
        three(STATUS, status(500), status(502), okJson("{\"async_status\":\"JOB COMPLETED\"}"));

        assertThat(export().isFailed()).isFalse();

        assertThat(calls(LIST)).isEqualTo(3);
        assertThat(calls(REQUEST)).isEqualTo(1);
        assertThat(calls(STATUS)).isEqualTo(3);
    }

    @Test
    void waits_as_long_as_amplitude_asks() {
        three(LIST, status(429).withHeader("Retry-After", "1"), okJson("{\"cohorts\":[]}"), okJson("{}"));

        long begin = System.nanoTime();
        export();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void an_answered_refusal_of_the_request_is_asked_again_and_each_request_is_written_down() {
        three(REQUEST, status(429), status(429), okJson("{\"request_id\":\"r1\"}"));

        export();

        assertThat(calls(REQUEST)).isEqualTo(3);
        verify(store, times(3)).requesting(run.lease());
        assertThat(calls(USAGE)).as("asked before each").isEqualTo(3);
        verify(quota, times(2)).refused(RouteTestContext.RUN);
        verify(quota, times(1)).accepted(RouteTestContext.RUN);
    }

    // ---- the month ----

    @Test
    void amplitudes_own_count_is_kept_before_the_request_is_sent() {
        export();

        var order = inOrder(quota, decision, store);
        order.verify(quota).ask();
        order.verify(quota).reported(eq("main"), any(), eq(new UsageReply(7, null)));
        order.verify(decision).reserve(run);
        order.verify(store).requesting(run.lease());
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 429, 500})
    void a_count_that_is_not_told_does_no_harm(int status) {
        amplitude.stubFor(get(USAGE).willReturn(status(status)));

        assertThat(export().isFailed()).isFalse();

        assertThat(calls(USAGE)).isEqualTo(1);
        assertThat(calls(REQUEST)).isEqualTo(1);
        verify(quota, never()).reported(any(), any(), any());
    }

    @Test
    void a_connection_that_breaks_at_the_count_does_no_harm() {
        amplitude.stubFor(get(USAGE).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

        assertThat(export().isFailed()).isFalse();

        assertThat(calls(USAGE)).isEqualTo(1);
        assertThat(run.stage()).isEqualTo(Stage.READ);
    }

    @Test
    void a_month_that_is_spent_sends_nothing() {
        doAnswer(call -> {
                    run.moveTo(Stage.DONE);
                    return false;
                })
                .when(decision)
                .reserve(run);

        assertThat(export().isFailed()).isFalse();

        assertThat(calls(REQUEST)).isZero();
        assertThat(calls(STATUS)).isZero();
        verify(store, never()).requesting(any());
    }

    @Test
    void waits_while_there_were_too_many_requests_just_now() {
        doThrow(new NotReadyException("too many just now"))
                .doReturn(true)
                .when(decision)
                .reserve(run);

        assertThat(export().isFailed()).isFalse();

        verify(decision, times(2)).reserve(run);
        assertThat(calls(REQUEST)).isEqualTo(1);
    }

    @Test
    void a_request_that_was_not_sent_is_taken_back() {
        testRuns.clear();
        run = testRuns.beginAt("http://127.0.0.1:1", RouteTestContext.RUN);

        Exchange done = producer.request("direct:cohort-export-ask", RouteTestContext::about);

        assertThat(done.getException()).isInstanceOf(ConnectException.class);
        verify(quota).refused(RouteTestContext.RUN);
        verify(store).unsent(run.lease());
    }

    /** Found by a random history: the question before it had failed, and the request was taken back that had been sent. */
    @Test
    void an_earlier_failure_takes_no_request_back() {
        Exchange done = producer.request("direct:cohort-export-ask", exchange -> {
            RouteTestContext.about(exchange);
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new NotSentException("the question before it"));
        });

        assertThat(done.isFailed()).isFalse();
        verify(store).requested(run.lease(), "r1");
        verify(store, never()).unsent(any());
    }

    @Test
    void a_request_that_was_answered_or_may_have_come_is_not_taken_back() {
        three(
                REQUEST,
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
                status(503),
                okJson("{\"request_id\":\"r1\"}"));

        assertThat(export().isFailed()).isFalse();

        assertThat(calls(REQUEST)).isEqualTo(3);
        verify(store, times(3)).requesting(run.lease());
        verify(store, never()).unsent(any());
    }

    @Test
    void requests_that_stay_without_an_answer_end_the_run() {
        doThrow(new RunFailedException("did not answer")).when(decision).reserve(run);

        assertThat(export().getException()).isInstanceOf(RunFailedException.class);
        assertThat(calls(REQUEST)).isZero();
    }

    @Test
    void a_list_that_is_refused_costs_only_the_knowledge_it_had() {
        amplitude.stubFor(get(LIST).willReturn(status(404)));

        assertThat(export().isFailed()).isFalse();

        verify(decision).decide(run, Optional.empty());
        assertThat(run.stage()).isEqualTo(Stage.READ);
    }

    // ---- places ----

    @Test
    void has_its_place_until_the_file_is_there() throws Exception {
        export();

        List<ActiveRun> others = IntStream.range(0, 4)
                .mapToObj(n -> testRuns.begin("other-" + n))
                .toList();
        for (ActiveRun other : others.subList(0, 3)) {
            assertThat(gate.enter(other, () -> false)).isTrue();
        }
        assertThat(gate.enter(others.get(3), new LooksOnce()))
                .as("four are taken")
                .isFalse();
        run.leaveExportPlace();
        assertThat(gate.enter(others.get(3), new LooksOnce())).isTrue();
    }

    /** Gives up at the second look. */
    private static final class LooksOnce implements BooleanSupplier {
        private final AtomicBoolean looked = new AtomicBoolean();

        @Override
        public boolean getAsBoolean() {
            return looked.getAndSet(true);
        }
    }

    @Test
    void a_run_that_is_let_go_gives_its_place_back() throws Exception {
        for (int n = 0; n < 4; n++) {
            assertThat(gate.enter(testRuns.begin("other-" + n), () -> false)).isTrue();
        }
        assertThat(gate.enter(run, new LooksOnce())).isFalse();
        testRuns.clear();
        run = testRuns.begin(RouteTestContext.RUN);
        assertThat(gate.enter(run, new LooksOnce())).isTrue();
    }

    // ---- refused ----

    @Test
    void refused_keys_are_final_even_after_an_outage() {
        three(LIST, status(503), status(403), okJson("{}"));

        assertThat(export().getException()).isInstanceOf(AccessRefusedException.class);
        assertThat(amplitude.getAllServeEvents()).hasSize(2);
    }

    @Test
    void an_unknown_cohort_is_final() {
        amplitude.stubFor(get(REQUEST).willReturn(status(400)));

        assertThat(export().getException()).isInstanceOf(RunFailedException.class);
        assertThat(calls(REQUEST)).isEqualTo(1);
    }

    @Test
    void an_export_that_is_not_ready_in_time_fails_the_run() {
        testRuns.clear();
        run = testRuns.begin(
                RouteTestContext.RUN, new TestRuns.Limits(500, 2, Duration.ofMillis(500), Duration.ZERO), false);
        amplitude.stubFor(get(STATUS).willReturn(working()));

        assertThat(export().getException()).isInstanceOf(RetryLaterException.class);
        assertThat(calls(STATUS)).isBetween(2, 25);
        assertThat(run.stage()).isEqualTo(Stage.EXPORT);
    }

    private static ResponseDefinitionBuilder working() {
        return status(202).withBody("{\"async_status\":\"JOB INPROGRESS\"}");
    }

    private void three(
            String url,
            ResponseDefinitionBuilder first,
            ResponseDefinitionBuilder second,
            ResponseDefinitionBuilder then) {
        amplitude.stubFor(get(url).inScenario(url)
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(first)
                .willSetStateTo("2"));
        amplitude.stubFor(get(url).inScenario(url)
                .whenScenarioStateIs("2")
                .willReturn(second)
                .willSetStateTo("3"));
        amplitude.stubFor(get(url).inScenario(url).whenScenarioStateIs("3").willReturn(then));
    }

    private int calls(String url) {
        return amplitude
                .countRequestsMatching(getRequestedFor(urlEqualTo(url)).build())
                .getCount();
    }

    private Exchange export() {
        return producer.request("direct:cohort-export", RouteTestContext::about);
    }
}
