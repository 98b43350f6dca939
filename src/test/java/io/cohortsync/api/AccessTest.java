package io.cohortsync.api;

import static io.cohortsync.api.ApiFixture.all;
import static io.cohortsync.api.ApiFixture.assertProblem;
import static io.cohortsync.api.ApiFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.api.ApiFixture.Answer;
import io.cohortsync.api.ApiFixture.JsonBody;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With access tokens: every call needs one, and its role. */
class AccessTest {

    private static final String NO_RUN = "/api/runs/20200101T000000-aaaaaa";

    private static ApiFixture api;

    @BeforeAll
    static void start() {
        api = ApiFixture.start(all(sync("one", "enabled=false"), new String[] {
            "cohort-sync.access.tokens.dashboard.token=token-of-reader",
            "cohort-sync.access.tokens.scripts.token=token-of-operator",
            "cohort-sync.access.tokens.scripts.role=operator",
            "cohort-sync.access.tokens.people.token=token-of-approver",
            "cohort-sync.access.tokens.people.role=approver",
            "management.endpoints.web.exposure.include=health,info,prometheus,loggers"
        }));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    /** What the answer is once the door is passed: none of these calls changes anything. */
    @ParameterizedTest
    @CsvSource({
        "GET, /api/syncs, reader, 200",
        "GET, /api/syncs/one, reader, 200",
        "GET, /api/runs, reader, 200",
        "GET, " + NO_RUN + ", reader, 404",
        "GET, " + NO_RUN + "/rejections, reader, 404",
        "GET, " + NO_RUN + "/plan, reader, 404",
        "GET, /api/dead-letters, reader, 200",
        "GET, /api/quota, reader, 200",
        "GET, /api/audit, reader, 200",
        "GET, /api/nothing, reader, 404",
        "GET, /actuator/prometheus, reader, 200",
        "GET, /actuator/info, reader, 200",
        "POST, /api/explain, reader, 200",
        "POST, /api/syncs/one/runs, operator, 409",
        "POST, /api/syncs/one/pause, operator, 409",
        "POST, /api/syncs/one/resume, operator, 409",
        "POST, /api/dead-letters/replay, operator, 202",
        "POST, " + NO_RUN + "/approve, approver, 404",
        "POST, " + NO_RUN + "/discard, approver, 404",
        "POST, /api/erase, approver, 200",
        "POST, /actuator/loggers/nobody, approver, 204",
        "DELETE, /api/syncs/one, approver, 405"
    })
    void asks_for_the_role_of_the_call(String method, String path, String role, int passed) {
        assertUnauthorized(call(method, path));
        assertUnauthorized(call(method, path, "Authorization", "Bearer token-of-nobody"));
        for (String held : new String[] {"reader", "operator", "approver"}) {
            Answer answer = call(method, path, "Authorization", "Bearer token-of-" + held);

            if (rank(held) < rank(role)) {
                assertProblem(answer, 403);
            } else {
                assertThat(answer.status()).as(held).isEqualTo(passed);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token-of-approver",
                "Basic token-of-approver",
                "Bearer",
                "Bearer ",
                "Bearer token-of-approve",
                "Bearer token-of-approver2",
                "Bearer TOKEN-OF-APPROVER",
                "Bearer token-of-approver, Bearer token-of-approver"
            })
    void takes_nothing_but_a_whole_token(String authorization) {
        assertUnauthorized(api.get("/api/syncs", "Authorization", authorization));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"})
    void tells_anybody_whether_it_is_well_and_nothing_more(String path) {
        Answer answer = api.get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("status")).isEqualTo("UP");
        assertThat(answer.response().body()).doesNotContain("components", "details", "H2");
        assertThat(api.get(path, "Authorization", "Bearer token-of-nobody").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health/db",
                "/actuator",
                "/error",
                "/assets/../api/syncs",
                "/assets/%2e%2e/api/syncs",
                "/vendor/..;/api/syncs",
                "/application.yaml",
                "/api/syncs;x=1",
                "//api/syncs",
                "/api/%2e/syncs"
            })
    void leaves_nothing_else_open(String path) {
        String answer = RawCall.send(api.port(), "GET " + path, "Host: localhost");

        assertThat(Integer.parseInt(answer.split(" ", 3)[1])).isIn(400, 401);
        assertThat(answer).contains("application/problem+json");
    }

    @Test
    void a_token_opens_the_door_from_every_host_and_page() {
        String answer = RawCall.send(
                api.port(),
                "GET /api/syncs",
                "Host: cohort-sync.intranet.example",
                "Origin: https://dashboard.intranet.example",
                "Authorization: bearer token-of-reader");

        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    private static Answer call(String method, String path, String... headers) {
        JsonBody body = switch (path) {
            case "/api/explain", "/api/erase" -> new JsonBody("{\"address\":\"a@example.com\"}");
            case "/actuator/loggers/nobody" -> new JsonBody("{}");
            default -> null;
        };
        return api.call(method, path, body, headers);
    }

    private static void assertUnauthorized(Answer answer) {
        assertProblem(answer, 401);
        assertThat(answer.response().headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(answer.response().body()).doesNotContain("token-of");
    }

    private static int rank(String role) {
        return java.util.List.of("reader", "operator", "approver").indexOf(role);
    }
}
