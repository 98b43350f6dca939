package io.cohortsync.route;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.BasicCredentials;
import com.github.tomakehurst.wiremock.http.Fault;
import io.cohortsync.run.TestRuns;
import java.io.IOException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

@RouteTest
@TestPropertySource(properties = "routes.under.test=file:routes/amplitude-call.camel.yaml")
@Import(AmplitudeSteps.class)
class AmplitudeCallRouteTest {

    private static final String CALL = "/api/5/cohorts/request/c1?props=1&propKeys=a%20b";

    @Autowired
    private ProducerTemplate producer;

    @Autowired
    private WireMockServer amplitude;

    @Autowired
    private TestRuns runs;

    @BeforeEach
    void begin() {
        runs.clear();
        amplitude.resetAll();
        runs.begin(RouteTestContext.RUN);
    }

    @Test
    void asks_with_the_projects_keys_and_keeps_the_answer_as_text() {
        amplitude.stubFor(any(anyUrl()).willReturn(okJson("{\"a\":1}")));

        Exchange answer = call(Map.of());

        assertThat(answer.getMessage().getBody()).isEqualTo("{\"a\":1}");
        assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(200);
        amplitude.verify(1, getRequestedFor(urlEqualTo(CALL)).withBasicAuth(new BasicCredentials("key", "secret")));
    }

    @Test
    void sends_nothing_of_what_went_before() {
        amplitude.stubFor(any(anyUrl()).willReturn(okJson("{}")));

        call(Map.of(
                "X-Other",
                "x",
                "Cookie",
                "c=1",
                "Content-Type",
                "text/x",
                Exchange.HTTP_QUERY,
                "q=1",
                Exchange.HTTP_METHOD,
                "DELETE",
                Exchange.HTTP_PATH,
                "/elsewhere"));

        amplitude.verify(
                1,
                getRequestedFor(urlEqualTo(CALL))
                        .withHeader("X-Other", absent())
                        .withHeader("Cookie", absent())
                        .withHeader("Content-Type", absent()));
        assertThat(amplitude.getAllServeEvents())
                .singleElement()
                .satisfies(event ->
                        assertThat(event.getRequest().getBodyAsString()).isEmpty());
    }

    @Test
    void a_refusal_is_an_answer_and_is_asked_for_once() {
        amplitude.stubFor(any(anyUrl()).willReturn(status(503).withBody("busy")));

        Exchange answer = call(Map.of());

        assertThat(answer.isFailed()).isFalse();
        assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(503);
        assertThat(answer.getMessage().getBody()).isEqualTo("busy");
        assertThat(amplitude.getAllServeEvents()).hasSize(1);
    }

    @Test
    void follows_no_redirect() {
        amplitude.stubFor(any(anyUrl()).willReturn(status(302).withHeader("Location", amplitude.baseUrl() + "/x")));

        Exchange answer = call(Map.of());

        assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(302);
        assertThat(amplitude.getAllServeEvents()).hasSize(1);
    }

    @Test
    void a_broken_connection_is_an_IOException() {
        amplitude.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

        assertThat(call(Map.of()).getException()).isInstanceOf(IOException.class);
        assertThat(amplitude.getAllServeEvents()).hasSize(1);
    }

    @Test
    void retry_after_becomes_the_wait_before_the_next_try() {
        amplitude.stubFor(any(anyUrl()).willReturn(status(429).withHeader("Retry-After", "7")));

        assertThat(call(Map.of()).getMessage().getHeader(Exchange.REDELIVERY_DELAY))
                .isEqualTo(7000L);
    }

    @Test
    void without_retry_after_the_error_handler_decides() {
        amplitude.stubFor(any(anyUrl()).willReturn(status(429)));

        Exchange answer = call(Map.of(Exchange.REDELIVERY_DELAY, 99L));

        assertThat(answer.getMessage().getHeader(Exchange.REDELIVERY_DELAY)).isNull();
    }

    @Test
    void a_second_call_knows_nothing_of_the_first() {
        amplitude.stubFor(any(anyUrl())
                .willReturn(okJson("{}").withHeader("X-From", "first").withHeader("Set-Cookie", "s=1")));

        Exchange first = call(Map.of());
        amplitude.resetRequests();
        call(first.getMessage().getHeaders());

        amplitude.verify(
                1,
                getRequestedFor(urlEqualTo(CALL))
                        .withHeader("X-From", absent())
                        .withHeader("Set-Cookie", absent())
                        .withHeader("Cookie", absent())
                        .withHeader("Host", equalTo("localhost:" + amplitude.port())));
    }

    private Exchange call(Map<String, Object> headers) {
        return producer.request("direct:amplitude-call", exchange -> {
            exchange.setVariable("runId", RouteTestContext.RUN);
            exchange.setVariable("call", CALL);
            exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
            exchange.getMessage().setBody("left over");
        });
    }
}
