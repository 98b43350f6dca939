package io.cohortsync.api;

import static io.cohortsync.api.ApiFixture.all;
import static io.cohortsync.api.ApiFixture.assertProblem;
import static io.cohortsync.api.ApiFixture.canaries;
import static io.cohortsync.api.ApiFixture.canary;
import static io.cohortsync.api.ApiFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.api.ApiFixture.Answer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunApiTest {

    private static ApiFixture api;

    @BeforeAll
    static void start() {
        api = ApiFixture.start(all(
                sync("reported"),
                sync("messy"),
                sync("planned"),
                sync("approved", "guard.max-leavers=1"),
                sync("discarded", "guard.max-leavers=1"),
                sync("outdated", "guard.max-leavers=1")));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void reports_a_run_member_by_member_as_the_contract_says() {
        api.cohort("reported", "ann", "bob");

        JsonNode report = api.run("reported");

        assertThat(Instant.parse(report.path("startedAt").asText())).isBeforeOrEqualTo(Instant.now());
        assertThat(Instant.parse(report.path("finishedAt").asText()))
                .isAfterOrEqualTo(Instant.parse(report.path("startedAt").asText()));
        ((com.fasterxml.jackson.databind.node.ObjectNode) report).remove(List.of("id", "startedAt", "finishedAt"));
        assertThat(report.toString())
                .isEqualTo("{\"sync\":\"reported\",\"trigger\":\"manual\",\"dryRun\":false,\"status\":\"succeeded\","
                        + "\"reason\":null,\"stage\":\"done\",\"progress\":1.0,"
                        + "\"counts\":{\"read\":2,\"valid\":2,\"rejected\":0,\"duplicates\":0,\"joined\":2,\"left\":0,"
                        + "\"changed\":0,\"unchanged\":0,\"delivered\":2,\"parked\":0,\"pending\":0},"
                        + "\"rejectedByReason\":{\"empty\":0,\"syntax\":0,\"too-long\":0,\"no-domain\":0},"
                        + "\"exportRequests\":1,\"batches\":1}");
    }

    @Test
    void lists_runs_newest_first_by_sync_and_status() {
        api.cohort("reported", "ann");
        String older = api.run("reported").path("id").asText();
        String newer = api.run("reported").path("id").asText();

        JsonNode both = api.get("/api/runs?sync=reported&limit=2").json();

        assertThat(both.findValuesAsText("id")).containsExactly(newer, older);
        assertThat(api.get("/api/runs?limit=1").json()).hasSize(1);
        assertThat(api.get("/api/runs?sync=reported&status=skipped").json().findValuesAsText("id"))
                .contains(newer)
                .doesNotContain(older);
        assertThat(api.get("/api/runs?sync=nobody").json()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/runs?limit=0",
                "/api/runs?limit=1001",
                "/api/runs?limit=many",
                "/api/runs?limit=-1",
                "/api/runs?limit=",
                "/api/runs?limit=99999999999",
                "/api/runs?status=finished",
                "/api/runs?status=",
                "/api/runs?Sync=reported",
                "/api/dead-letters?limit=0"
            })
    void explains_a_parameter_that_it_does_not_understand(String path) {
        Answer refused = api.get(path);

        assertProblem(refused, 400);
        assertThat(refused.text("detail")).containsAnyOf("limit", "status", "query parameters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/rejections", "/plan"})
    void knows_no_run_that_never_was(String below) {
        assertProblem(api.get("/api/runs/20200101T000000-aaaaaa" + below), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"approve", "discard"})
    void decides_nothing_about_a_run_that_never_was(String decision) {
        assertProblem(api.post("/api/runs/20200101T000000-aaaaaa/" + decision), 404);
    }

    @Test
    void shows_rejected_rows_masked() {
        api.cohortOfRows("messy", canary("ann"), "canary-without-at", canary("bob"), "", "canary.x@localhost");

        JsonNode report = api.run("messy");
        JsonNode rows = api.get("/api/runs/" + report.path("id").asText() + "/rejections")
                .json();

        assertThat(report.path("counts").path("rejected").asInt()).isEqualTo(3);
        assertThat(rows.toString())
                .isEqualTo("[{\"row\":2,\"reason\":\"syntax\",\"value\":\"c***\"},"
                        + "{\"row\":4,\"reason\":\"empty\",\"value\":\"***\"},"
                        + "{\"row\":5,\"reason\":\"no-domain\",\"value\":\"c***\"}]");
        assertThat(api.get("/api/runs/" + report.path("id").asText() + "/rejections?limit=2")
                        .json())
                .hasSize(2);
    }

    @Test
    void shows_what_a_dry_run_would_do() {
        api.cohort("planned", "ann", "bob");
        api.run("planned");
        api.cohort("planned", "bob", "cyd");

        String dryRun = api.start("planned", "?dryRun=true");
        api.ended(dryRun);

        assertThat(api.get("/api/runs/" + dryRun + "/plan").json())
                .extracting(JsonNode::toString)
                .containsExactlyInAnyOrder(
                        "{\"kind\":\"join\",\"address\":\"c***@example.com\"}",
                        "{\"kind\":\"leave\",\"address\":\"c***@example.com\"}");
        assertThat(api.get("/api/runs/" + dryRun + "/plan?limit=1").json()).hasSize(1);
        assertProblem(api.post("/api/runs/" + dryRun + "/approve"), 409);
        assertThat(api.audience("planned")).isEqualTo(canaries("ann", "bob"));
    }

    @Test
    void carries_out_a_held_plan_once_it_is_approved() {
        String held = hold("approved");
        JsonNode plan = api.get("/api/runs/" + held + "/plan").json();

        Answer approved = api.post("/api/runs/" + held + "/approve");
        JsonNode atOnce = api.get("/api/runs/" + held).json();
        JsonNode report = api.ended(held);

        assertThat(plan).hasSize(3);
        assertThat(approved.status()).isEqualTo(202);
        assertThat(approved.text("run")).isEqualTo(held);
        assertThat(atOnce.path("status").asText().equals("running"))
                .isEqualTo(atOnce.path("finishedAt").isNull());
        assertThat(report.path("status").asText()).isEqualTo("succeeded");
        assertThat(report.path("counts").path("delivered").asInt()).isEqualTo(3);
        assertThat(report.path("reason").isNull()).isTrue();
        assertThat(api.audience("approved")).isEqualTo(canaries("ann", "eve"));
        assertProblem(api.post("/api/runs/" + held + "/approve"), 409);
        assertProblem(api.post("/api/runs/" + held + "/discard"), 409);
    }

    @Test
    void throws_a_held_plan_away_when_it_is_discarded() {
        String held = hold("discarded");

        Answer discarded = api.post("/api/runs/" + held + "/discard");

        assertThat(discarded.status()).isEqualTo(200);
        assertThat(discarded.text("id")).isEqualTo(held);
        assertThat(discarded.text("status")).isEqualTo("skipped");
        assertThat(discarded.text("reason")).contains("discarded").contains("nothing was sent");
        assertThat(api.get("/api/runs/" + held + "/plan").json()).isEmpty();
        assertThat(api.audience("discarded")).isEqualTo(canaries("ann", "bob", "cyd"));
        assertProblem(api.post("/api/runs/" + held + "/discard"), 409);
        assertProblem(api.post("/api/runs/" + held + "/approve"), 409);
    }

    @Test
    void does_not_carry_out_a_held_plan_that_another_one_has_replaced() {
        String held = hold("outdated");
        api.cohort("outdated", "ann", "bob");
        String next = api.run("outdated").path("id").asText();

        Answer refused = api.post("/api/runs/" + held + "/approve");

        assertThat(api.get("/api/runs/" + next).text("status")).isEqualTo("succeeded");
        assertProblem(refused, 409);
        assertThat(api.get("/api/runs/" + held).text("reason")).contains(next);
        assertThat(api.audience("outdated")).isEqualTo(canaries("ann", "bob"));
    }

    /** Ann, Bob and Cyd are there; Bob and Cyd would leave, Eve would come. */
    private static String hold(String sync) {
        api.cohort(sync, "ann", "bob", "cyd");
        api.run(sync);
        api.cohort(sync, "ann", "eve");
        JsonNode report = api.run(sync);
        assertThat(report.path("status").asText()).isEqualTo("held");
        assertThat(report.path("reason").asText()).isNotBlank();
        return report.path("id").asText();
    }
}
