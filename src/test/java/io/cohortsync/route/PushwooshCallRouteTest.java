package io.cohortsync.route;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

@RouteTest
@TestPropertySource(properties = "routes.under.test=file:routes/pushwoosh-call.camel.yaml")
@Import(PushwooshSteps.class)
class PushwooshCallRouteTest {

    private static final String CALL = "/api/v2/audience/bulkSetTags";

    @Autowired
    private ProducerTemplate producer;

    @Autowired
    private WireMockServer pushwoosh;

    @BeforeEach
    void begin() {
        pushwoosh.resetAll();
    }

    @Test
    void posts_a_body_as_json_without_any_header_of_before() {
        pushwoosh.stubFor(any(anyUrl()).willReturn(okJson("{\"request_id\":\"1\"}")));

        Exchange answer = call(
                "{\"a\":1}",
                Map.of("Authorization", "Basic abc", "X-Other", "x", Exchange.HTTP_QUERY, "q=1", "Cookie", "c"));

        assertThat(answer.getMessage().getBody()).isEqualTo("{\"request_id\":\"1\"}");
        pushwoosh.verify(
                1,
                postRequestedFor(urlEqualTo(CALL))
                        .withRequestBody(equalTo("{\"a\":1}"))
                        .withHeader("Content-Type", equalTo("application/json"))
                        .withHeader("Authorization", absent())
                        .withHeader("X-Other", absent())
                        .withHeader("Cookie", absent())
                        .withHeader("CamelRedeliveryCounter", absent()));
    }

    @Test
    void gets_without_a_body() {
        pushwoosh.stubFor(any(anyUrl()).willReturn(okJson("{}")));

        call(null, Map.of());

        pushwoosh.verify(1, getRequestedFor(urlEqualTo(CALL)));
    }

    @Test
    void a_refusal_is_an_answer_and_is_asked_for_once() {
        pushwoosh.stubFor(any(anyUrl()).willReturn(status(503).withHeader("Retry-After", "3")));

        Exchange answer = call("{}", Map.of(Exchange.REDELIVERY_COUNTER, 2, Exchange.REDELIVERED, true));

        assertThat(answer.isFailed()).isFalse();
        assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(503);
        assertThat(answer.getMessage().getHeader(Exchange.REDELIVERY_DELAY)).isEqualTo(3000L);
        assertThat(answer.getMessage().getHeader(Exchange.REDELIVERY_COUNTER))
                .as("error-handling counts by it")
                .isEqualTo(2);
        assertThat(pushwoosh.getAllServeEvents()).hasSize(1);
    }

    @Test
    void follows_no_redirect_and_keeps_no_cookie() {
        pushwoosh.stubFor(any(anyUrl())
                .willReturn(status(302).withHeader("Location", "/x").withHeader("Set-Cookie", "s=1")));

        call("{}", Map.of());
        Exchange answer = call("{}", Map.of());

        assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(302);
        pushwoosh.verify(2, postRequestedFor(urlEqualTo(CALL)).withHeader("Cookie", absent()));
        assertThat(pushwoosh.getAllServeEvents()).hasSize(2);
    }

    private Exchange call(Object body, Map<String, Object> headers) {
        return producer.request("direct:pushwoosh-call", exchange -> {
            exchange.setVariable("url", pushwoosh.baseUrl() + CALL);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
            exchange.getMessage().setBody(body);
        });
    }
}
