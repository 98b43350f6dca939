package io.cohortsync.api;

import static io.cohortsync.api.ApiFixture.SOON;
import static io.cohortsync.api.ApiFixture.all;
import static io.cohortsync.api.ApiFixture.assertProblem;
import static io.cohortsync.api.ApiFixture.canaries;
import static io.cohortsync.api.ApiFixture.canary;
import static io.cohortsync.api.ApiFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.api.ApiFixture.Answer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterApiTest {

    private ApiFixture api;

    @BeforeEach
    void start() {
        api = ApiFixture.start(all(sync("one"), sync("two"), sync("off", "enabled=false")));
        api.pushwoosh().settings().known(address -> !address.equals(canary("ghost")));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void shows_parked_changes_masked() {
        String run = park("one");
        park("two");

        JsonNode letters = api.get("/api/dead-letters?sync=one").json();
        JsonNode letter = letters.get(0);

        assertThat(letters).hasSize(1);
        assertThat(letter.path("id").isIntegralNumber()).isTrue();
        assertThat(letter.path("sync").asText()).isEqualTo("one");
        assertThat(letter.path("run").asText()).isEqualTo(run);
        assertThat(letter.path("kind").asText()).isEqualTo("join");
        assertThat(letter.path("address").asText()).isEqualTo("c***@example.com");
        assertThat(letter.path("reason").asText()).startsWith("skipped").hasSizeGreaterThan("skipped: ".length());
        assertThat(letter.path("attempts").asInt()).isEqualTo(1);
        assertThat(Instant.parse(letter.path("parkedAt").asText()))
                .isBetween(
                        Instant.now().minus(Duration.ofMinutes(1)),
                        Instant.now().plusSeconds(1));
        assertThat(api.get("/api/dead-letters").json()).hasSize(2);
        assertThat(api.get("/api/dead-letters?limit=1").json()).hasSize(1);
    }

    @Test
    void tells_a_refused_change_from_a_skipped_one() {
        api.pushwoosh().settings().poison(canary("ann"));

        park("one");
        JsonNode letters = api.get("/api/dead-letters?sync=one").json();

        assertThat(letters).hasSize(2);
        assertThat(letters.findValuesAsText("reason"))
                .anySatisfy(reason -> assertThat(reason).startsWith("refused: "))
                .anySatisfy(reason -> assertThat(reason).startsWith("skipped: "));
    }

    @Test
    void sends_the_parked_changes_of_one_sync_again() {
        park("one");
        park("two");
        api.pushwoosh().settings().known(address -> true);

        Answer replayed = api.post("/api/dead-letters/replay?sync=one");
        JsonNode report = replayRun("one");

        assertThat(replayed.status()).isEqualTo(202);
        assertThat(replayed.response().body()).isEqualTo("{\"requeued\":1}");
        assertThat(report.path("status").asText()).isEqualTo("succeeded");
        assertThat(report.path("exportRequests").asInt()).isZero();
        assertThat(report.path("counts").path("delivered").asInt()).isEqualTo(1);
        assertThat(api.audience("one")).isEqualTo(canaries("ann", "ghost"));
        assertThat(api.audience("two")).isEqualTo(canaries("ann"));
        assertThat(api.get("/api/dead-letters").json().findValuesAsText("sync")).containsExactly("two");
    }

    @Test
    void sends_the_parked_changes_of_all_syncs_again() {
        park("one");
        park("two");
        api.pushwoosh().settings().known(address -> true);

        Answer replayed = api.post("/api/dead-letters/replay");
        replayRun("one");
        replayRun("two");

        assertThat(replayed.json().path("requeued").asInt()).isEqualTo(2);
        assertThat(api.audience("one")).isEqualTo(canaries("ann", "ghost"));
        assertThat(api.audience("two")).isEqualTo(canaries("ann", "ghost"));
        assertThat(api.get("/api/dead-letters").json()).isEmpty();
    }

    @Test
    void counts_the_attempts_of_a_change_that_is_parked_again() {
        park("one");

        api.post("/api/dead-letters/replay?sync=one");
        JsonNode report = replayRun("one");

        assertThat(report.path("status").asText()).isEqualTo("partial");
        assertThat(api.get("/api/dead-letters?sync=one")
                        .json()
                        .get(0)
                        .path("attempts")
                        .asInt())
                .isEqualTo(2);
        assertThat(api.get("/api/dead-letters?sync=one").json().get(0).path("run"))
                .isEqualTo(report.path("id"));
    }

    @Test
    void does_not_send_what_is_no_longer_wanted() {
        park("one");
        api.cohort("one", "ann");
        api.run("one");
        api.pushwoosh().settings().known(address -> true);

        Answer replayed = api.post("/api/dead-letters/replay?sync=one");

        assertThat(replayed.json().path("requeued").asInt()).isZero();
        assertThat(api.audience("one")).isEqualTo(canaries("ann"));
    }

    @Test
    void opens_no_run_when_nothing_is_parked() {
        Answer one = api.post("/api/dead-letters/replay?sync=one");
        Answer all = api.post("/api/dead-letters/replay");

        assertThat(one.status()).isEqualTo(202);
        assertThat(one.response().body()).isEqualTo("{\"requeued\":0}");
        assertThat(all.response().body()).isEqualTo("{\"requeued\":0}");
        assertThat(api.get("/api/runs").json()).isEmpty();
        assertThat(api.get("/api/syncs/one").text("state")).isEqualTo("idle");
    }

    @Test
    void waits_for_nobody_while_a_run_is_under_way() {
        park("one");
        park("two");
        api.keepWaiting();
        String running = api.start("one", "?force=true");

        Answer refused = api.post("/api/dead-letters/replay?sync=one");
        Answer all = api.post("/api/dead-letters/replay");
        api.goOn();

        assertProblem(refused, 409);
        assertThat(refused.text("run")).isEqualTo(running);
        assertThat(all.json().path("requeued").asInt()).isEqualTo(1);
        api.ended(running);
        replayRun("two");
    }

    @Test
    void knows_only_enabled_syncs() {
        assertProblem(api.post("/api/dead-letters/replay?sync=nobody"), 404);
        assertProblem(api.post("/api/dead-letters/replay?sync=off"), 409);
        assertThat(api.get("/api/dead-letters?sync=nobody").json()).isEmpty();
    }

    /** Ann is known to Pushwoosh and joins, the ghost is not and is parked. */
    private String park(String sync) {
        api.cohort(sync, "ann", "ghost");
        JsonNode report = api.run(sync);
        assertThat(report.path("status").asText()).isEqualTo("partial");
        return report.path("id").asText();
    }

    private JsonNode replayRun(String sync) {
        JsonNode newest = await().atMost(SOON)
                .until(
                        () -> api.get("/api/runs?limit=1&sync=" + sync).json().path(0),
                        run -> run.path("trigger").asText().equals("replay"));
        return api.ended(newest.path("id").asText());
    }
}
