package io.cohortsync.api;

import static io.cohortsync.api.ApiFixture.all;
import static io.cohortsync.api.ApiFixture.assertProblem;
import static io.cohortsync.api.ApiFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.api.ApiFixture.Answer;
import io.cohortsync.api.ApiFixture.JsonBody;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who did what, as it is written down. */
class AuditTest {

    private static final String[] READER = {"Authorization", "Bearer token-of-reader"};
    private static final String[] OPERATOR = {"Authorization", "Bearer token-of-operator"};
    private static final String[] APPROVER = {"Authorization", "Bearer token-of-approver"};

    private ApiFixture api;

    @BeforeEach
    void start() {
        api = ApiFixture.start(
                all(sync("one", "cadence=0 0 0 1 1 ? 2099", "skip-unchanged=false"), sync("two"), new String[] {
                    "cohort-sync.access.tokens.dashboard.token=token-of-reader",
                    "cohort-sync.access.tokens.scripts.token=token-of-operator",
                    "cohort-sync.access.tokens.scripts.role=operator",
                    "cohort-sync.access.tokens.people.token=token-of-approver",
                    "cohort-sync.access.tokens.people.role=approver"
                }));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void names_the_holder_of_the_token_the_action_and_the_run() {
        api.cohort("one", "ann", "bob");
        String dry = ended(api.post("/api/syncs/one/runs?dryRun=true", OPERATOR));
        String run = ended(api.post("/api/syncs/one/runs", APPROVER));

        assertThat(audit("?sync=one"))
                .containsExactly("people run one " + run + " done", "scripts dry-run one " + dry + " done");
    }

    @Test
    void keeps_decisions_about_held_runs() {
        api.cohort("one", "ann", "bob");
        ended(api.post("/api/syncs/one/runs", OPERATOR));
        api.cohort("one");
        String first = ended(api.post("/api/syncs/one/runs", OPERATOR));
        api.post("/api/runs/" + first + "/discard", APPROVER);
        String second = ended(api.post("/api/syncs/one/runs", OPERATOR));
        api.post("/api/runs/" + second + "/approve", APPROVER);
        assertProblem(api.post("/api/runs/" + first + "/approve", APPROVER), 409);

        assertThat(audit("?limit=4"))
                .containsExactly(
                        "people approve one " + first + " refused",
                        "people approve one " + second + " done",
                        "scripts run one " + second + " done",
                        "people discard one " + first + " done");
        assertThat(entries("?limit=1").get(0).path("reason").asText()).contains("not held");
    }

    @Test
    void keeps_pauses_and_what_was_refused() {
        api.post("/api/syncs/one/pause", OPERATOR);
        api.post("/api/syncs/one/resume", OPERATOR);
        assertProblem(api.post("/api/syncs/two/pause", OPERATOR), 409);

        assertThat(audit(""))
                .containsExactly(
                        "scripts pause two null refused",
                        "scripts resume one null done",
                        "scripts pause one null done");
    }

    @Test
    void keeps_replays_of_what_was_parked() {
        api.cohort("two", "ann");
        api.pushwoosh().settings().poison(ApiFixture.canary("ann"));
        ended(api.post("/api/syncs/two/runs", OPERATOR));

        api.post("/api/dead-letters/replay", OPERATOR);

        assertThat(audit("?limit=1")).singleElement().asString().matches("scripts replay two \\S+ done");
    }

    @Test
    void knows_who_calls_by_jmx() throws Exception {
        ObjectName two = new ObjectName("cohort-sync:type=Sync,name=two");
        api.cohort("two", "ann");
        Object run = ManagementFactory.getPlatformMBeanServer().invoke(two, "run", null, null);
        ended(run.toString());
        String dryRun = "{\"type\":\"exec\",\"mbean\":\"" + two + "\",\"operation\":\"dryRun\"}";
        Answer answer = api.post("/actuator/jolokia", new JsonBody(dryRun), OPERATOR);
        ended(answer.text("value"));

        assertThatThrownBy(() -> ManagementFactory.getPlatformMBeanServer().invoke(two, "pause", null, null))
                .rootCause()
                .hasMessageContaining("no cadence");

        assertThat(entries("?limit=1").get(0).path("reason").asText())
                .isEqualTo("sync two has no cadence that could be paused: it is manual");
        assertThat(audit(""))
                .containsExactly(
                        "local pause two null refused",
                        "scripts dry-run two " + answer.text("value") + " done",
                        "local run two " + run + " done");
    }

    /** A caller may write an address where a name belongs. */
    @Test
    void holds_nothing_that_the_caller_wrote() {
        api.post("/api/syncs/nobody@example.com/runs", OPERATOR);
        api.post("/api/syncs/nobody@example.com/pause", OPERATOR);
        api.post("/api/runs/nobody@example.com/approve", APPROVER);
        api.post("/api/dead-letters/replay?sync=nobody@example.com", OPERATOR);
        assertProblem(api.post("/api/syncs/one/runs", READER), 403);

        assertThat(audit("")).isEmpty();
    }

    @Test
    void does_nothing_that_cannot_be_written_down() {
        api.bean(JdbcTemplate.class).execute("alter table audit rename to audit_away");

        assertThat(api.post("/api/syncs/one/runs", OPERATOR).status()).isEqualTo(500);

        assertThat(api.get("/api/runs", READER).json()).isEmpty();
    }

    private String ended(Answer started) {
        assertThat(started.status()).as(started.response().body()).isEqualTo(202);
        return ended(started.text("run"));
    }

    private String ended(String run) {
        await().atMost(ApiFixture.SOON)
                .until(() -> !api.get("/api/runs/" + run, READER).text("status").equals("running"));
        return run;
    }

    private JsonNode entries(String query) {
        return api.get("/api/audit" + query, READER).json();
    }

    private List<String> audit(String query) {
        List<String> lines = new ArrayList<>();
        for (JsonNode entry : entries(query)) {
            lines.add(String.join(
                    " ",
                    entry.path("who").asText(),
                    entry.path("action").asText(),
                    entry.path("sync").asText(),
                    entry.path("run").asText(),
                    entry.path("outcome").asText()));
        }
        return lines;
    }
}
