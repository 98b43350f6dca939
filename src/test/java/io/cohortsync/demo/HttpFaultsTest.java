package io.cohortsync.demo;

import static io.cohortsync.demo.TwinClient.get;
import static io.cohortsync.demo.TwinClient.json;
import static io.cohortsync.demo.TwinClient.post;
import static io.cohortsync.demo.TwinClient.postWithin;
import static io.cohortsync.demo.TwinClient.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HttpFaultsTest {
    private static final String BODY = "{\"application\":\"AAAAA-BBBBB\",\"auth\":\"token\",\"devices\":["
            + "{\"hwid\":\"a\",\"list_operator\":\"append\",\"tags\":{\"Cohorts\":[\"vip\"]}}]}";
    private static final String BULK = Endpoints.PUSHWOOSH_BULK_SET_TAGS;

    private final MovableClock clock = new MovableClock();
    private final Faults faults = new Faults();
    private final PushwooshTwin pushwoosh =
            PushwooshTwin.start("AAAAA-BBBBB", "token", clock, faults).defineTag("Cohorts", TagType.LIST);
    private final AmplitudeTwin amplitude = AmplitudeTwin.start("key", "secret", clock, faults);

    @AfterEach
    void close() {
        pushwoosh.close();
        amplitude.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    too-many-requests    | 429 | application/json | {"message":"Too many requests"}
                    retry-after-seconds:7| 429 | application/json | {"message":"Too many requests"}
                    server-error         | 500 | application/json | {"status_code":500,"status_message":"Internal error","response":null}
                    bad-gateway-html     | 502 | text/html        | 502 Bad Gateway
                    gateway-timeout-html | 504 | text/html        | 504 Gateway Time-out
                    status-code-210      | 200 | application/json | {"status_code":210,"status_message":"Access denied or application not found","response":null}
                    enveloped-500        | 200 | application/json | {"status_code":500,"status_message":"Internal error","response":null}
                    ok-html              | 200 | text/html        | Scheduled maintenance
                    unauthorized         | 401 | application/json | {"message":"unauthorized"}
                    forbidden            | 403 | application/json | {"message":"Token restrictions forbid this operation"}
                    access-denied        | 403 | application/json | {"message":"Access Denied"}
                    plan-denied          | 403 | application/json | {"message":"This feature is not available on your plan"}
                    invalid-request      | 400 | application/json | {"message":"invalid request"}
                    http-status:408      | 408 | application/json | {"message":"HTTP 408"}
                    """)
    void answers_in_pushwooshs_words_without_doing_anything(String fault, int status, String type, String body)
            throws IOException {
        faults.next(BULK, Fault.parse(fault), 1);

        HttpResponse<byte[]> answer = bulk();

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith(type);
        assertThat(text(answer)).contains(body);
        assertThat(pushwoosh.jobs()).isEmpty();
        assertThat(pushwoosh.requests(BULK)).hasSize(1);
        assertThat(bulk().statusCode()).isEqualTo(200);
    }

    @Test
    void answers_in_amplitudes_words() throws IOException {
        URI list = URI.create(amplitude.apiUrl() + "/api/3/cohorts");
        faults.next(Endpoints.AMPLITUDE_LIST, FaultKind.FORBIDDEN)
                .next(Endpoints.AMPLITUDE_LIST, FaultKind.SERVER_ERROR);

        HttpResponse<byte[]> forbidden = get(list);
        assertThat(forbidden.statusCode()).isEqualTo(403);
        assertThat(json(forbidden).at("/error/metadata/details").asText()).isEqualTo("Invalid API Key");
        assertThat(json(get(list)).at("/error/http_code").asInt()).isEqualTo(500);
        faults.next(Endpoints.AMPLITUDE_STORE, FaultKind.ACCESS_DENIED);
        assertThat(text(get(URI.create(amplitude.storeUrl() + "/exports/x")))).contains("<Code>AccessDenied</Code>");
    }

    @Test
    void retry_after_comes_in_every_form() throws IOException {
        faults.next(BULK, FaultKind.TOO_MANY_REQUESTS)
                .next(BULK, Fault.of(FaultKind.RETRY_AFTER_SECONDS, 7), 1)
                .next(BULK, Fault.of(FaultKind.RETRY_AFTER_DATE, 60), 1)
                .next(BULK, FaultKind.RETRY_AFTER_ABSURD);

        assertThat(retryAfter()).isEmpty();
        assertThat(retryAfter()).isEqualTo("7");
        assertThat(retryAfter()).isEqualTo("Tue, 24 Nov 2026 06:16:00 GMT");
        assertThat(retryAfter()).isEqualTo("99999999999");
    }

    @Test
    void empty_answers_are_empty() throws IOException {
        faults.next(BULK, FaultKind.UNAVAILABLE_EMPTY).next(BULK, FaultKind.OK_EMPTY);

        HttpResponse<byte[]> unavailable = bulk();
        assertThat(unavailable.statusCode()).isEqualTo(503);
        assertThat(unavailable.body()).isEmpty();
        HttpResponse<byte[]> ok = bulk();
        assertThat(ok.statusCode()).isEqualTo(200);
        assertThat(ok.body()).isEmpty();
        assertThat(pushwoosh.jobs()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"TIMEOUT_BEFORE_APPLY", "TIMEOUT_AFTER_APPLY"})
    void a_timeout_holds_the_answer_back_until_the_client_gives_up(FaultKind kind) {
        faults.next(BULK, kind);

        assertThatThrownBy(() -> postWithin(bulkUrl(), BODY, Duration.ofMillis(300)))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(pushwoosh.audience("Cohorts", "vip")).hasSize(kind == FaultKind.TIMEOUT_AFTER_APPLY ? 1 : 0);
    }

    @Test
    void a_held_answer_is_let_go_by_its_limit_by_clear_and_by_close() throws Exception {
        faults.holdAtMost(Duration.ofMillis(1)).next(BULK, FaultKind.TIMEOUT_BEFORE_APPLY);
        assertThatThrownBy(this::bulk).isInstanceOf(IOException.class).isNotInstanceOf(HttpTimeoutException.class);

        faults.holdAtMost(Duration.ofMinutes(5)).always(BULK, FaultKind.TIMEOUT_AFTER_APPLY);
        CompletableFuture<Void> held = CompletableFuture.runAsync(() -> assertThatThrownBy(this::bulk));
        await().atMost(Duration.ofSeconds(10)).until(() -> !pushwoosh.jobs().isEmpty());
        pushwoosh.close();
        held.get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_call_above_the_parallel_limit_is_refused() throws Exception {
        URI list = URI.create(amplitude.apiUrl() + "/api/3/cohorts");
        String keys = TwinClient.basic("key", "secret");
        amplitude.settings().parallelCalls(1);
        faults.next(Endpoints.AMPLITUDE_LIST, FaultKind.TIMEOUT_BEFORE_APPLY);
        CompletableFuture<Throwable> held = CompletableFuture.supplyAsync(() -> catchThrowable(() -> get(list)));
        await().atMost(Duration.ofSeconds(10)).until(() -> !amplitude.requests().isEmpty());

        assertThat(get(list, "Authorization", keys).statusCode()).isEqualTo(429);
        faults.clear();
        held.get(10, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> get(list, "Authorization", keys).statusCode() == 200);
        assertThat(amplitude.mostCallsInFlight()).isEqualTo(2);
    }

    @Test
    void nothing_listens_after_close() {
        pushwoosh.close();

        assertThatThrownBy(this::bulk).isInstanceOf(ConnectException.class);
        pushwoosh.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECTION_RESET", "CONNECTION_RESET_AFTER_APPLY", "RESET_MID_BODY"})
    void a_reset_leaves_the_client_without_an_answer(FaultKind kind) throws IOException {
        faults.next(BULK, kind);

        assertThatThrownBy(this::bulk).isInstanceOf(IOException.class).isNotInstanceOf(HttpTimeoutException.class);
        assertThat(pushwoosh.audience("Cohorts", "vip")).hasSize(kind == FaultKind.CONNECTION_RESET ? 0 : 1);
        assertThat(bulk().statusCode()).isEqualTo(200);
    }

    @Test
    void truncated_json_hides_a_job_that_was_accepted() throws IOException {
        faults.next(BULK, FaultKind.TRUNCATED_JSON);

        HttpResponse<byte[]> half = bulk();

        assertThat(half.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> json(half)).isInstanceOf(JsonProcessingException.class);
        assertThat(pushwoosh.audience("Cohorts", "vip")).containsExactly("a");
    }

    @Test
    void a_slow_drip_arrives_whole() throws IOException {
        faults.next(BULK, Fault.of(FaultKind.SLOW_DRIP, 1), 1);

        assertThat(json(bulk()).path("status").asText()).isEqualTo("Pending");
    }

    @Test
    void a_large_body_does_not_spoil_the_answer_of_a_fault() throws IOException {
        faults.next(BULK, FaultKind.TOO_MANY_REQUESTS);

        assertThat(post(bulkUrl(), BODY + " ".repeat(1 << 20)).statusCode()).isEqualTo(429);
    }

    private String retryAfter() throws IOException {
        HttpResponse<byte[]> answer = bulk();
        assertThat(answer.statusCode()).isEqualTo(429);
        return answer.headers().firstValue("retry-after").orElse("");
    }

    private HttpResponse<byte[]> bulk() throws IOException {
        return post(bulkUrl(), BODY);
    }

    private URI bulkUrl() {
        return URI.create(pushwoosh.url() + "/api/v2/audience/bulkSetTags");
    }
}
