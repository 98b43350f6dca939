package io.cohortsync.route;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.ledger.Change;
import io.cohortsync.ledger.MembershipLedger;
import io.cohortsync.ledger.ParkedChange;
import io.cohortsync.ledger.Settlement;
import io.cohortsync.run.ActiveRun;
import io.cohortsync.run.ChangeMetrics;
import io.cohortsync.run.DeliveryGates;
import io.cohortsync.run.RunStore;
import io.cohortsync.run.TestRuns;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;
import org.mockito.ArgumentCaptor;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** What cannot be delivered, with Pushwoosh at the other end of the wire. */
@RouteTest
@TestPropertySource(
        properties =
                "routes.under.test=file:routes/change-park.camel.yaml,file:routes/change-deliver.camel.yaml,"
                        + "file:routes/change-post.camel.yaml,file:routes/pushwoosh-call.camel.yaml,file:routes/hooks.camel.yaml")
@Import({PushwooshSteps.class, ChangeSteps.class, ChangeBatches.class, MemberPages.class})
@DirtiesContext
class ChangeParkRouteTest {

    private static final String POST = "/api/v2/audience/bulkSetTags";
    private static final String JOB = POST + "/job-1?detailed=true";

    @Autowired
    private CamelContext camel;

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

    @Autowired
    private ChangeSteps changes;

    private ActiveRun run;

    @BeforeEach
    void begin() throws Exception {
        runs.clear();
        pushwoosh.resetAll();
        run = runs.begin(RouteTestContext.RUN);
        when(configuration.now().deliverAttempts()).thenReturn(3);
        if (camel.hasEndpoint("mock:parked") == null) {
            AdviceWith.adviceWith(
                    camel, "change-parked", advice -> advice.weaveAddLast().to("mock:parked"));
        }
        MockEndpoint.resetMocks(camel);
        pushwoosh.stubFor(post(POST).willReturn(okJson("{\"request_id\":\"job-1\"}")));
        pushwoosh.stubFor(get(JOB).willReturn(okJson("{\"status\":\"Completed\"}")));
    }

    // ---- refused ----

    @Test
    void one_refused_member_among_many_is_found_and_parked_alone() throws Exception {
        refuses("\"m37@example.com\"");
        hook().expectedMessageCount(1);

        send(64);

        assertThat(parked()).singleElement().satisfies(parked -> {
            assertThat(parked.change().address()).isEqualTo("m37@example.com");
            assertThat(parked.reason()).isEqualTo("refused");
            assertThat(parked.applied()).isFalse();
        });
        assertThat(confirmed()).hasSize(63).doesNotHaveDuplicates();
        assertThat(posts()).as("1 + 2 for each halving").isEqualTo(1 + 2 * 6);
        hook().assertIsSatisfied();
    }

    @Test
    void two_refused_members_are_parked_and_the_others_confirmed() {
        refuses("\"m3@example.com\"");
        refuses("\"m4@example.com\"");

        send(9);

        assertThat(parked()).extracting(parked -> parked.change().id()).containsExactlyInAnyOrder(3L, 4L);
        assertThat(confirmed()).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void a_batch_of_refused_members_is_parked_member_by_member() {
        refuses("@example.com");

        send(4);

        assertThat(parked()).hasSize(4).allMatch(parked -> parked.reason().equals("refused"));
        assertThat(confirmed()).isEmpty();
        assertThat(posts()).isEqualTo(7);
    }

    @Test
    void what_is_refused_after_a_lost_answer_may_have_been_applied() {
        pushwoosh.stubFor(post(POST)
                .inScenario("s")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
                .willSetStateTo("refused"));
        pushwoosh.stubFor(
                post(POST).inScenario("s").whenScenarioStateIs("refused").willReturn(status(400)));

        send(2);

        assertThat(parked()).hasSize(2).allSatisfy(parked -> {
            assertThat(parked.reason()).isEqualTo("refused");
            assertThat(parked.applied()).isTrue();
        });
    }

    // ---- not confirmed ----

    @Test
    void a_batch_whose_job_failed_is_sent_again_and_then_confirmed() {
        pushwoosh.stubFor(get(JOB).inScenario("job")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(okJson("{\"status\":\"Failed\"}"))
                .willSetStateTo("well"));
        pushwoosh.stubFor(get(JOB).inScenario("job")
                .whenScenarioStateIs("well")
                .willReturn(okJson("{\"status\":\"Completed\"}")));

        send(5);

        assertThat(posts()).isEqualTo(2);
        assertThat(confirmed()).hasSize(5);
        assertThat(parked()).isEmpty();
    }

    @Test
    void a_batch_whose_job_always_fails_is_parked_when_its_attempts_are_used_up() throws Exception {
        pushwoosh.stubFor(get(JOB).willReturn(okJson("{\"status\":\"Failed\"}")));
        hook().expectedMessageCount(5);

        send(5);

        assertThat(posts()).isEqualTo(3);
        assertThat(parked()).hasSize(5).allSatisfy(parked -> {
            assertThat(parked.reason()).isEqualTo("job-failed");
            assertThat(parked.applied()).as("Pushwoosh may have applied it").isTrue();
        });
        hook().assertIsSatisfied();
    }

    // ---- stopped ----

    @Test
    void a_refused_token_stops_the_delivery_and_parks_nothing() {
        pushwoosh.stubFor(post(POST).willReturn(status(401)));

        send(5);

        assertThat(run.delivery().isAccessRefused()).isTrue();
        assertThat(run.delivery().stopped())
                .hasValueSatisfying(reason -> assertThat(reason).contains("token"));
        assertThat(posts()).isEqualTo(1);
        verifyNoInteractions(ledger);
    }

    @Test
    void a_remote_that_stays_away_stops_the_delivery_and_parks_nothing() {
        pushwoosh.stubFor(post(POST).willReturn(status(503)));

        send(5);

        assertThat(run.delivery().isAccessRefused()).isFalse();
        assertThat(run.delivery().stopped())
                .hasValueSatisfying(reason -> assertThat(reason).contains("503"));
        verifyNoInteractions(ledger);
    }

    @Test
    void a_refusal_after_an_outage_is_not_taken_for_an_outage() {
        pushwoosh.stubFor(post(POST)
                .inScenario("s")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(status(503))
                .willSetStateTo("refused"));
        pushwoosh.stubFor(
                post(POST).inScenario("s").whenScenarioStateIs("refused").willReturn(status(403)));

        send(5);

        assertThat(posts()).isEqualTo(2);
        assertThat(run.delivery().isAccessRefused()).isTrue();
    }

    // ---- the hook ----

    @Test
    void the_hook_gets_a_masked_dead_letter_and_no_header_of_ours() throws Exception {
        refuses("\"m0@example.com\"");
        hook().expectedMessageCount(1);

        send(1);

        hook().assertIsSatisfied();
        Exchange offered = hook().getReceivedExchanges().get(0);
        ParkedNotice notice = offered.getMessage().getBody(ParkedNotice.class);
        assertThat(notice.sync()).isEqualTo("vip");
        assertThat(notice.run()).isEqualTo(RouteTestContext.RUN);
        assertThat(notice.toString()).doesNotContain("m0@").contains("m***@example.com");
        assertThat(offered.getMessage().getHeaders()).isEmpty();
    }

    @Test
    void a_failing_hook_changes_nothing() throws Exception {
        refuses("\"m1@example.com\"");
        refuses("\"m2@example.com\"");
        hook().whenAnyExchangeReceived(exchange -> {
            throw new IllegalStateException("hook");
        });
        hook().expectedMessageCount(2);

        Exchange sent = send(4);

        hook().assertIsSatisfied();
        assertThat(sent.isFailed()).isFalse();
        assertThat(parked()).hasSize(2);
        assertThat(confirmed()).hasSize(2);
        assertThat(run.delivery().stopped()).isEmpty();
    }

    private void refuses(String text) {
        pushwoosh.stubFor(post(POST)
                .withRequestBody(containing(text))
                .willReturn(status(400).withBody("{\"message\":\"bad device\"}")));
    }

    private Exchange send(int size) {
        return producer.request(
                "direct:change-send",
                exchange -> exchange.getMessage().setBody(Changes.batch(RouteTestContext.RUN, size)));
    }

    private int posts() {
        return pushwoosh
                .countRequestsMatching(postRequestedFor(anyUrl()).build())
                .getCount();
    }

    private MockEndpoint hook() {
        return camel.getEndpoint("mock:parked", MockEndpoint.class);
    }

    private List<Settlement> settlements() {
        ArgumentCaptor<Settlement> settlement = ArgumentCaptor.forClass(Settlement.class);
        verify(ledger, atLeast(1)).settle(any(), any(), settlement.capture(), any());
        return settlement.getAllValues();
    }

    private List<ParkedChange> parked() {
        return settlements().stream()
                .flatMap(written -> written.parked().stream())
                .toList();
    }

    private List<Change> confirmed() {
        return settlements().stream()
                .flatMap(written -> written.confirmed().stream())
                .toList();
    }
}
