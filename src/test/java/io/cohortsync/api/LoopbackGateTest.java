package io.cohortsync.api;

import static io.cohortsync.api.ApiFixture.assertProblem;
import static io.cohortsync.api.ApiFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.api.ApiFixture.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Without access tokens: anybody on this machine, but no web page of elsewhere. */
@ExtendWith(OutputCaptureExtension.class)
class LoopbackGateTest {

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
    @ValueSource(strings = {"localhost", "localhost:%d", "127.0.0.1:%d", "[::1]:%d", "LOCALHOST:%d", "localhost:1"})
    void answers_under_the_names_of_this_machine(String host) {
        assertThat(status(RawCall.send(api.port(), "GET /api/syncs", "Host: " + host.formatted(api.port()))))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attacker.example",
                "attacker.example:8080",
                "localhost.attacker.example",
                "127.0.0.1.attacker.example:80",
                "attacker.example#localhost",
                "10.0.0.7",
                "0.0.0.0",
                ""
            })
    void refuses_a_name_that_somebody_has_pointed_to_this_machine(String host) {
        for (String path : new String[] {"/api/syncs", "/actuator/prometheus", "/actuator/health", "/nothing"}) {
            String answer = RawCall.send(api.port(), "GET " + path, "Host: " + host);

            assertThat(status(answer)).isIn(400, 403);
            assertThat(answer).doesNotContain("power", "cohort-sync_", "UP");
        }
    }

    @Test
    void says_how_to_be_called_from_elsewhere() {
        String answer = RawCall.send(api.port(), "GET /api/syncs", "Host: attacker.example");

        assertThat(status(answer)).isEqualTo(403);
        assertThat(answer).contains("application/problem+json", "cohort-sync.access.tokens");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://attacker.example",
                "https://localhost.attacker.example",
                "null",
                "http://localhost:1",
                "http://localhost",
                "file://",
                "http://localhost@attacker.example"
            })
    void refuses_what_another_site_makes_a_browser_send(String origin) {
        Answer started = api.post("/api/syncs/one/runs?dryRun=true", "Origin", origin);

        assertProblem(started, 403);
        assertProblem(api.get("/api/syncs", "Origin", origin), 403);
        assertThat(api.get("/api/runs").json()).isEmpty();
    }

    @Test
    void refuses_what_a_browser_calls_cross_site() {
        assertProblem(api.get("/api/syncs", "Sec-Fetch-Site", "cross-site"), 403);
        assertThat(api.get("/api/syncs", "Sec-Fetch-Site", "same-origin").status())
                .isEqualTo(200);
        assertThat(api.get("/api/syncs", "Sec-Fetch-Site", "none").status()).isEqualTo(200);
    }

    @Test
    void answers_a_page_of_its_own() {
        String own = "http://127.0.0.1:" + api.port();

        assertThat(api.get("/api/syncs", "Origin", own).status()).isEqualTo(200);
    }

    @Test
    void needs_no_login_and_opens_no_session(CapturedOutput output) {
        Answer answer = api.get("/actuator/prometheus");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().headers().map()).doesNotContainKeys("set-cookie", "www-authenticate");
        try (ApiFixture second = ApiFixture.start(sync("one"))) {
            assertThat(second.get("/api/syncs").status()).isEqualTo(200);
        }
        assertThat(output).doesNotContain("generated security password");
    }

    @Test
    void sends_the_headers_of_an_api_that_no_page_may_embed() {
        var headers = api.get("/api/syncs").response().headers();

        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(headers.firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(headers.firstValue("Content-Security-Policy").orElse("")).contains("default-src 'none'");
        assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ", 3)[1]);
    }
}
