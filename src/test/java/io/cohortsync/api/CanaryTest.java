package io.cohortsync.api;

import static io.cohortsync.api.ApiFixture.all;
import static io.cohortsync.api.ApiFixture.canary;
import static io.cohortsync.api.ApiFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.api.ApiFixture.JsonBody;
import io.cohortsync.demo.Endpoints;
import io.cohortsync.demo.Fault;
import io.cohortsync.demo.FaultKind;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * Every address and every credential is a canary. With debug logging on, none is seen in a log, an answer, a metric, an MBean
 * or an error page, whatever fails. {@link ApiFixture} looks at every answer.
 */
@ExtendWith(OutputCaptureExtension.class)
class CanaryTest {

    private static final String TOKEN = ApiFixture.CANARY + "-token-of-people";
    private static final String[] ADMIT = {"Authorization", "Bearer " + TOKEN};

    private static final List<String> ENDPOINTS = List.of(
            Endpoints.AMPLITUDE_LIST,
            Endpoints.AMPLITUDE_REQUEST,
            Endpoints.AMPLITUDE_STATUS,
            Endpoints.AMPLITUDE_FILE,
            Endpoints.AMPLITUDE_STORE,
            Endpoints.PUSHWOOSH_BULK_SET_TAGS,
            Endpoints.PUSHWOOSH_JOB);

    /** One of each kind: an answer that is refused, that is no JSON, that is cut; a file and a job that go wrong. */
    private static final Set<FaultKind> FAULTS = EnumSet.of(
            FaultKind.UNAUTHORIZED,
            FaultKind.OK_HTML,
            FaultKind.RESET_MID_BODY,
            FaultKind.REDIRECT_OTHER_HOST,
            FaultKind.LINK_EXPIRED,
            FaultKind.GZIP_CORRUPT,
            FaultKind.UNCLOSED_QUOTE,
            FaultKind.FILE_JSON,
            FaultKind.JOB_FAILED,
            FaultKind.JOB_SKIPS,
            FaultKind.JOB_LOST);

    private static ApiFixture api;
    private static int runs;

    @BeforeAll
    static void start() {
        api = ApiFixture.start(all(sync("one", "skip-unchanged=false", "guard.max-leavers=1"), new String[] {
            "cohort-sync.access.tokens.people.token=" + TOKEN,
            "cohort-sync.access.tokens.people.role=approver",
            "cohort-sync.amplitude.projects.main.exports-per-month=100000",
            "cohort-sync.circuit-breaker.calls=1000",
            "cohort-sync.amplitude.projects.main.export-timeout=5s",
            "cohort-sync.retry.tries=1",
            "cohort-sync.pushwoosh.apps.main.job-timeout=1s",
            "logging.level.root=DEBUG",
            "logging.level.io.cohortsync=TRACE",
            "logging.level.org.apache.camel=DEBUG",
            "logging.level.org.springframework=DEBUG",
            "logging.level.jdk=INFO"
        }));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @AfterEach
    void nothing_is_logged(CapturedOutput output) {
        assertThat(output.toString()).contains("DEBUG");
        assertThat(output.toString().lines().filter(CanaryTest::leaks)).isEmpty();
    }

    private static boolean leaks(String text) {
        return text.contains(ApiFixture.CANARY);
    }

    static Stream<String> faults() {
        return ENDPOINTS.stream()
                .flatMap(endpoint -> FAULTS.stream()
                        .filter(kind -> kind.appliesTo(endpoint))
                        .map(kind -> endpoint + " " + kind.kebab()));
    }

    /** Twice: the first time may be tried again, and the second may fail for good. */
    @Test
    void whatever_the_remotes_do() throws Exception {
        faults().forEach(fault -> {
            String[] words = fault.split(" ");
            api.cohortOfRows("one", canary("ann"), canary("run" + runs++), "broken." + ApiFixture.CANARY + "@", "");
            api.amplitude().faults().next(words[0], Fault.parse(words[1]), 2);
            api.pushwoosh().faults().next(words[0], Fault.parse(words[1]), 2);

            ended(fault);

            api.amplitude().faults().clear();
            api.pushwoosh().faults().clear();
        });
        lookAtEverything();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void whatever_is_asked(String call) {
        String[] words = call.split(" ", 3);
        api.call(words[0], words[1], words.length > 2 ? new JsonBody(words[2]) : null, ADMIT);
        api.call(words[0], words[1], words.length > 2 ? new JsonBody(words[2]) : null);
        api.call(words[0], words[1], words.length > 2 ? new JsonBody(words[2]) : null, "Authorization", "Basic x");
    }

    static Stream<String> calls() {
        String address = canary("ann");
        return Stream.of(
                "POST /api/explain {\"address\":\"" + address + "\"}",
                "POST /api/explain {\"address\":[\"" + address + "\"]}",
                "POST /api/explain {\"adress\":\"" + address + "\"}",
                "POST /api/explain {\"address\":\"" + address,
                "POST /api/explain \"" + address + "\"",
                "POST /api/explain " + address,
                "POST /api/erase {\"address\":\"" + address + "\"}",
                "POST /api/erase {\"address\":\"" + address + " \"@}",
                "PUT /api/explain {\"address\":\"" + address + "\"}",
                "POST /api/syncs/one/pause",
                "POST /api/dead-letters/replay",
                "GET /api/nothing",
                "GET /error");
    }

    @Test
    void a_held_run_and_what_becomes_of_it() throws Exception {
        api.cohort("one", "ann", "bob", "cid", "dan");
        api.pushwoosh().settings().poison(canary("bob"));
        ended("");
        api.cohort("one", "ann");
        String run = ended("");
        api.get("/api/runs/" + run + "/plan", ADMIT);
        api.post("/api/runs/" + run + "/approve", ADMIT);
        report(run);
        api.pushwoosh().settings().poison();
        lookAtEverything();
    }

    private static void lookAtEverything() throws Exception {
        List.of(
                        "/api/syncs",
                        "/api/runs?limit=1000",
                        "/api/dead-letters",
                        "/api/quota",
                        "/api/audit",
                        "/api/routes",
                        "/actuator",
                        "/actuator/health",
                        "/actuator/info",
                        "/actuator/prometheus",
                        "/")
                .forEach(path ->
                        assertThat(api.get(path, ADMIT).status()).as(path).isEqualTo(200));
        for (JsonNode run : api.get("/api/runs?limit=1000", ADMIT).json()) {
            api.get("/api/runs/" + run.path("id").asText() + "/rejections", ADMIT);
            api.get("/api/runs/" + run.path("id").asText() + "/plan", ADMIT);
        }
        assertThat(seenByJmx()).hasSizeGreaterThan(100).noneMatch(CanaryTest::leaks);
    }

    private static String ended(String fault) {
        String run = api.post("/api/syncs/one/runs", ADMIT).text("run");
        assertThat(run).as(fault).isNotNull();
        report(run);
        return run;
    }

    private static void report(String run) {
        await().atMost(ApiFixture.SOON)
                .until(() -> !api.get("/api/runs/" + run, ADMIT).text("status").equals("running"));
    }

    // ---- JMX: every attribute, and every operation that only tells something ----

    private static List<String> seenByJmx() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        List<String> seen = new ArrayList<>();
        for (String domain : List.of("cohort-sync:*", "org.apache.camel:*")) {
            for (ObjectName name : server.queryNames(new ObjectName(domain), null)) {
                MBeanInfo info = server.getMBeanInfo(name);
                Arrays.stream(info.getAttributes())
                        .map(attribute -> told(() -> server.getAttribute(name, attribute.getName())))
                        .forEach(answer -> seen.add(name + " " + answer));
                Arrays.stream(info.getOperations())
                        .filter(CanaryTest::onlyTells)
                        .map(operation -> told(() -> server.invoke(name, operation.getName(), null, null)))
                        .forEach(answer -> seen.add(name + " " + answer));
            }
        }
        return seen;
    }

    private static boolean onlyTells(MBeanOperationInfo operation) {
        return operation.getSignature().length == 0
                && operation.getName().matches("(?:dump|browse|list|get|explain|statistics|information).*");
    }

    private interface Question {
        Object ask() throws Exception;
    }

    private static String told(Question question) {
        try {
            Object answer = question.ask();
            return answer instanceof Object[] array ? Arrays.deepToString(array) : String.valueOf(answer);
        } catch (Exception e) {
            return e.toString();
        }
    }
}
