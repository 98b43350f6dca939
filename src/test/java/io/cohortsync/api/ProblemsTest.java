package io.cohortsync.api;

import static io.cohortsync.api.ApiFixture.assertProblem;
import static io.cohortsync.api.ApiFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.api.ApiFixture.Answer;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

class ProblemsTest {

    private static ApiFixture api;

    @BeforeAll
    static void start() {
        api = ApiFixture.start(sync("one"));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api, 404",
        "GET, /api/syncs/, 404",
        "GET, /api/sync, 404",
        "GET, /error, 404",
        "GET, /api/runs/nobody, 404",
        "PUT, /api/syncs/one, 405",
        "DELETE, /api/runs/x, 405",
        "GET, /api/syncs/one/runs, 405",
        "GET, /api/dead-letters/replay, 405",
        "POST, /api/quota, 405",
        "GET, /api/quota?month=3, 400",
    })
    void says_what_is_wrong_in_a_sentence(String method, String path, int status) {
        assertProblem(api.call(method, path, null), status);
    }

    @Test
    void says_so_in_json_whatever_the_caller_accepts() {
        assertProblem(api.get("/api/runs/nothing", "Accept", "text/html"), 404);
        assertProblem(api.get("/api/syncs", "Accept", "text/html"), 406);
    }

    /** Refused by Tomcat or by Spring Security, before anything of ours. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/syncs/%2F",
                "GET /api/syncs/%00",
                "GET /api/syncs/[x]",
                "GET /api/syncs?x={",
                "TRACE /api/syncs",
                "FOO /api/syncs"
            })
    void says_so_of_a_call_that_nobody_can_read(String call) {
        String answer = RawCall.send(api.port(), call, "Host: localhost");

        assertThat(answer)
                .matches("(?s)HTTP/1.1 4\\d\\d.*")
                .contains("application/problem+json")
                .contains("\"detail\":");
    }

    @Test
    void says_so_of_a_host_that_is_none() {
        assertThat(RawCall.send(api.port(), "GET /api/syncs", "Host: a_b^"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json");
    }

    @Test
    void says_so_even_when_the_path_is_malformed() {
        String answer = RawCall.send(api.port(), "GET /api//syncs", "Host: localhost");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
    }

    @Test
    void tells_to_come_back_while_the_server_is_not_ready() {
        ApplicationContext application = api.application();
        AvailabilityChangeEvent.publish(application, ReadinessState.REFUSING_TRAFFIC);
        Answer early = api.get("/api/syncs");
        AvailabilityChangeEvent.publish(application, ReadinessState.ACCEPTING_TRAFFIC);

        assertProblem(early, 503);
        assertThat(early.response().headers().firstValue("Retry-After")).hasValue("1");
        assertThat(api.get("/api/syncs").status()).isEqualTo(200);
    }

    @Test
    void says_that_the_route_is_stopped() throws Exception {
        CamelContext camel = api.bean(CamelContext.class);
        camel.getRouteController().stopRoute("cohort-start");
        Answer refused = api.post("/api/syncs/one/runs");
        camel.getRouteController().startRoute("cohort-start");

        assertProblem(refused, 503);
        assertThat(refused.text("detail")).contains("cohort-start");
    }

    @Test
    void keeps_what_is_unexpected_to_itself() {
        JdbcTemplate jdbc = api.bean(JdbcTemplate.class);
        jdbc.execute("alter table export_requests rename to elsewhere");
        Answer broken = api.get("/api/quota");
        jdbc.execute("alter table elsewhere rename to export_requests");

        assertProblem(broken, 500);
        assertThat(broken.response().body()).doesNotContain("select", "SQL", "table");
    }
}
