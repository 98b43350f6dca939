package io.cohortsync.api;

import static io.cohortsync.api.ApiFixture.all;
import static io.cohortsync.api.ApiFixture.assertProblem;
import static io.cohortsync.api.ApiFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.api.ApiFixture.Answer;
import io.cohortsync.api.ApiFixture.JsonBody;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hawtio and the Jolokia beneath it: who may, and what. */
class ConsoleTest {

    private static final String JOLOKIA = "/actuator/jolokia";
    private static final String SYNC = "cohort-sync:type=Sync,name=one";
    private static final String CONTEXT = "org.apache.camel:context=cohort-sync,name=\"cohort-sync\",type=context";
    private static final String ROUTE = "org.apache.camel:context=cohort-sync,name=\"cohort-trigger-one\",type=routes";

    private static ApiFixture api;

    @BeforeAll
    static void start() {
        api = ApiFixture.start(all(sync("one", "cadence=daily"), new String[] {
            "cohort-sync.access.tokens.dashboard.token=token-of-reader",
            "cohort-sync.access.tokens.scripts.token=token-of-operator",
            "cohort-sync.access.tokens.scripts.role=operator"
        }));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/hawtio", "/actuator/hawtio/index.html", "/actuator/hawtio/jolokia", JOLOKIA})
    void nobody_comes_in_without_a_token(String path) {
        Answer answer = api.get(path);

        assertProblem(answer, 401);
        assertThat(answer.response().headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(scheme -> assertThat(scheme).startsWith("Basic realm="));
        assertProblem(api.get(path, "Authorization", basic("token-of-nobody")), 401);
        assertProblem(api.get(path, "Authorization", "Basic %%%"), 401);
    }

    @Test
    void hawtio_runs_no_script_but_its_own() {
        Answer page = api.get("/actuator/hawtio/index.html", "Authorization", basic("token-of-reader"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.response().headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("script-src 'self';", "frame-ancestors 'none'")
                        .doesNotContain("unsafe-eval"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                SYNC + "|State",
                SYNC + "|Pending",
                CONTEXT + "|State",
                ROUTE + "|State",
            })
    void shows_the_syncs_and_the_routes(String mbean, String attribute) {
        assertThat(ask("reader", read(mbean, attribute)).path("status").asInt()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.lang:type=Runtime|SystemProperties",
                "java.lang:type=Memory|HeapMemoryUsage",
                "com.sun.management:type=HotSpotDiagnostic|DiagnosticOptions",
                "java.util.logging:type=Logging|LoggerNames",
                "hawtio:type=ConfigAdmin|Version",
                "JMImplementation:type=MBeanServerDelegate|MBeanServerId",
                "Tomcat:type=Server|serverInfo"
            })
    void shows_nothing_else(String mbean, String attribute) {
        assertThat(ask("operator", read(mbean, attribute)).path("status").asInt())
                .isEqualTo(403);
    }

    @Test
    void finds_no_other_domain() {
        JsonNode names =
                ask("operator", "{\"type\":\"search\",\"mbean\":\"*:*\"}").path("value");

        assertThat(names)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name.asText()).matches("(cohort-sync|org\\.apache\\.camel):.*"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.lang:type=Memory|gc",
                "com.sun.management:type=HotSpotDiagnostic|dumpHeap(java.lang.String,boolean)",
                "com.sun.management:type=DiagnosticCommand|vmSystemProperties",
                CONTEXT + "|stop()",
                CONTEXT + "|addOrUpdateRoutesFromXml(java.lang.String)",
                CONTEXT + "|sendStringBody",
                CONTEXT + "|dumpRoutesAsXml(boolean)",
                ROUTE + "|dumpRouteAsXml(boolean)",
                ROUTE + "|dumpRouteAsYaml(boolean,boolean)",
                ROUTE + "|updateRouteFromXml(java.lang.String)",
                ROUTE + "|remove()",
                ROUTE + "|setTracing(java.lang.Boolean)"
            })
    void obeys_nothing_else(String mbean, String operation) {
        JsonNode answer = ask("operator", exec(mbean, operation));

        assertThat(answer.path("status").asInt()).isEqualTo(403);
        assertThat(answer.has("stacktrace")).isFalse();
    }

    @Test
    void writes_no_attribute() {
        String write = "{\"type\":\"write\",\"mbean\":\"%s\",\"attribute\":\"Tracing\",\"value\":true}"
                .formatted(ROUTE.replace("\"", "\\\""));

        assertThat(ask("operator", write).path("status").asInt()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"stop,start", "suspend,resume"})
    void an_operator_controls_the_cadence_and_a_reader_looks(String off, String on) {
        assertThat(ask("reader", exec(ROUTE, off)).path("status").asInt()).isEqualTo(403);
        assertThat(ask("reader", exec(ROUTE, "dumpRouteAsXml()")).path("value").asText())
                .contains("cohort-trigger-one");
        assertThat(state()).isEqualTo("idle");

        assertThat(ask("operator", exec(ROUTE, off + "()")).path("status").asInt())
                .isEqualTo(200);
        assertThat(state()).isEqualTo("stopped");
        assertThat(ask("operator", exec(ROUTE, on)).path("status").asInt()).isEqualTo(200);
        assertThat(state()).isEqualTo("idle");
    }

    @Test
    void an_operator_pauses_and_resumes_a_sync_and_a_reader_does_not() {
        assertThat(ask("reader", exec(SYNC, "pause")).path("status").asInt()).isEqualTo(403);
        assertThat(state()).isEqualTo("idle");

        ask("operator", exec(SYNC, "pause"));
        assertThat(state()).isEqualTo("stopped");
        ask("operator", exec(SYNC, "resume"));
        assertThat(state()).isEqualTo("idle");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                JOLOKIA + "/exec/" + SYNC + "/pause",
                JOLOKIA + "/EXEC/" + SYNC + "/pause",
                JOLOKIA + "/write/" + SYNC + "/State/x",
                JOLOKIA + "?p=exec/" + SYNC + "/pause",
                "/actuator/hawtio/jolokia/exec/" + SYNC + "/pause",
                "/actuator/hawtio/proxy/http/localhost/80/"
            })
    void a_link_commands_nothing(String path) {
        assertProblem(api.get(path, "Authorization", basic("token-of-operator")), 403);
        assertThat(state()).isEqualTo("idle");
    }

    @Test
    void what_a_browser_sends_needs_a_csrf_token() {
        JsonBody pause = new JsonBody(exec(SYNC, "pause"));
        String login = basic("token-of-operator");

        assertProblem(
                api.call("POST", JOLOKIA, pause, "Authorization", login, "Origin", "https://elsewhere.example"), 403);
        assertProblem(api.call("POST", JOLOKIA, pause, "Authorization", login, "Sec-Fetch-Site", "same-origin"), 403);
        assertThat(state()).isEqualTo("idle");
    }

    @Test
    void no_other_site_may_read_an_answer() {
        Answer answer =
                api.get(JOLOKIA, "Authorization", basic("token-of-reader"), "Origin", "https://elsewhere.example");

        assertThat(answer.response().headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    private static JsonNode ask(String role, String request) {
        Answer answer = api.call("POST", JOLOKIA, new JsonBody(request), "Authorization", basic("token-of-" + role));
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private static String read(String mbean, String attribute) {
        return "{\"type\":\"read\",\"mbean\":\"%s\",\"attribute\":\"%s\"}"
                .formatted(mbean.replace("\"", "\\\""), attribute);
    }

    private static String exec(String mbean, String operation) {
        return "{\"type\":\"exec\",\"mbean\":\"%s\",\"operation\":\"%s\"}"
                .formatted(mbean.replace("\"", "\\\""), operation);
    }

    private static String state() {
        return api.get("/api/syncs/one", "Authorization", "Bearer token-of-reader")
                .text("state");
    }

    private static String basic(String token) {
        return "Basic " + Base64.getEncoder().encodeToString(("ops:" + token).getBytes(StandardCharsets.UTF_8));
    }
}
