package io.cohortsync.api;

import static io.cohortsync.api.ApiFixture.SOON;
import static io.cohortsync.api.ApiFixture.all;
import static io.cohortsync.api.ApiFixture.assertProblem;
import static io.cohortsync.api.ApiFixture.canaries;
import static io.cohortsync.api.ApiFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.api.ApiFixture.Answer;
import io.cohortsync.ledger.SyncClaim;
import io.cohortsync.run.SyncStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncApiTest {

    private static ApiFixture api;

    @BeforeAll
    static void start() {
        api = ApiFixture.start(all(
                sync("plain"),
                sync("busy"),
                sync("ending"),
                sync("guarded", "guard.max-leavers=1"),
                sync("daily", "cadence=daily"),
                sync("off", "enabled=false", "cadence=daily")));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void lists_every_sync_in_the_order_of_the_configuration() {
        JsonNode syncs = api.get("/api/syncs").json();

        assertThat(syncs.findValuesAsText("name")).contains("plain", "busy", "ending", "guarded", "daily", "off");
        assertThat(names(syncs.get(0)))
                .containsExactly(
                        "name",
                        "cohort",
                        "app",
                        "cadence",
                        "enabled",
                        "state",
                        "nextFireAt",
                        "lastRun",
                        "present",
                        "pending",
                        "parked");
    }

    @Test
    void shows_a_sync_that_never_ran() {
        JsonNode sync = api.get("/api/syncs/daily").json();

        assertThat(sync.path("state").asText()).isEqualTo("idle");
        assertThat(sync.path("cohort").asText()).isEqualTo("c-daily");
        assertThat(sync.path("cadence").asText()).isEqualTo("daily");
        assertThat(sync.path("lastRun").isNull()).isTrue();
        assertThat(Instant.parse(sync.path("nextFireAt").asText()))
                .isBetween(Instant.now(), Instant.now().plus(Duration.ofDays(1)));
    }

    @Test
    void shows_a_disabled_sync_as_stopped_and_never_runs_it() {
        JsonNode sync = api.get("/api/syncs/off").json();
        Answer refused = api.post("/api/syncs/off/runs");

        assertThat(sync.path("state").asText()).isEqualTo("stopped");
        assertThat(sync.path("enabled").asBoolean()).isFalse();
        assertThat(sync.path("nextFireAt").isNull()).isTrue();
        assertProblem(refused, 409);
        assertThat(refused.text("detail")).isEqualTo("sync off is disabled");
        assertThat(refused.json().has("run")).isFalse();
    }

    @Test
    void runs_a_sync_and_shows_its_report() {
        api.cohort("plain", "ann", "bob");

        JsonNode report = api.run("plain");
        JsonNode sync = await().atMost(SOON)
                .until(
                        () -> api.get("/api/syncs/plain").json(),
                        s -> s.path("state").asText().equals("idle"));

        assertThat(report.path("status").asText()).isEqualTo("succeeded");
        assertThat(sync.path("lastRun")).isEqualTo(report);
        assertThat(sync.path("present").asInt()).isEqualTo(2);
        assertThat(sync.path("pending").asInt()).isZero();
        assertThat(sync.path("parked").asInt()).isZero();
        assertThat(sync.path("nextFireAt").isNull()).isTrue();
        assertThat(api.audience("plain")).isEqualTo(canaries("ann", "bob"));
    }

    @Test
    void refuses_a_second_run_and_names_the_one_that_is_running() {
        api.cohort("busy", "ann");
        api.keepWaiting();
        String running = api.start("busy", "");

        Answer refused = api.post("/api/syncs/busy/runs");
        JsonNode sync = api.get("/api/syncs/busy").json();
        api.goOn();

        assertProblem(refused, 409);
        assertThat(refused.text("run")).isEqualTo(running);
        assertThat(refused.text("detail")).isEqualTo("a run of sync busy is under way");
        assertThat(sync.path("state").asText()).isEqualTo("running");
        assertThat(api.ended(running).path("status").asText()).isEqualTo("succeeded");
    }

    @Test
    void waits_for_a_run_that_has_told_its_end_to_give_its_claim_back() {
        SyncStore syncs = api.bean(SyncStore.class);
        SyncClaim ending =
                syncs.claim("ending", "somebody", Duration.ofSeconds(30)).orElseThrow();
        api.cohort("ending", "ann");
        CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(() -> syncs.release(ending));

        JsonNode report = api.run("ending");

        assertThat(report.path("status").asText()).isEqualTo("succeeded");
    }

    @Test
    void shows_a_sync_whose_plan_is_held() {
        api.cohort("guarded", "ann", "bob", "cyd", "dan", "eve");
        api.run("guarded");
        api.cohort("guarded", "ann", "bob", "cyd");

        JsonNode held = api.run("guarded");

        assertThat(held.path("status").asText()).isEqualTo("held");
        assertThat(api.get("/api/syncs/guarded").json().path("present").asInt()).isEqualTo(5);
        await().atMost(SOON)
                .until(() -> api.get("/api/syncs/guarded").text("state").equals("held"));
        api.ended(api.start("guarded", "?dryRun=true"));
        await().atMost(SOON)
                .until(() -> api.get("/api/syncs/guarded").text("state").equals("held"));
    }

    @Test
    void plans_only_when_asked_for_a_dry_run() {
        api.cohort("daily", "ann");

        JsonNode report = api.ended(api.start("daily", "?dryRun=true"));

        assertThat(report.path("dryRun").asBoolean()).isTrue();
        assertThat(report.path("counts").path("joined").asInt()).isEqualTo(1);
        assertThat(api.audience("daily")).isEmpty();
        assertThat(api.get("/api/syncs/daily").json().path("pending").asInt()).isZero();
    }

    @Test
    void skips_an_unchanged_cohort_unless_forced() {
        api.cohort("plain", "ann", "bob");
        api.run("plain");

        JsonNode skipped = api.run("plain");
        JsonNode forced = api.ended(api.start("plain", "?force=true&dryRun=false"));

        assertThat(skipped.path("status").asText()).isEqualTo("skipped");
        assertThat(skipped.path("exportRequests").asInt()).isZero();
        assertThat(forced.path("status").asText()).isEqualTo("succeeded");
        assertThat(forced.path("exportRequests").asInt()).isEqualTo(1);
    }

    @Test
    void knows_only_configured_syncs() {
        assertProblem(api.get("/api/syncs/nobody"), 404);
        assertProblem(api.post("/api/syncs/nobody/runs"), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dryRun=yes", "dryRun=", "force=1", "dryrun=true", "dryRun=true&limit=3"})
    void starts_nothing_when_a_parameter_is_not_understood(String query) {
        int before = api.get("/api/runs?sync=plain&limit=1000").json().size();

        Answer refused = api.post("/api/syncs/plain/runs?" + query);

        assertProblem(refused, 400);
        assertThat(api.get("/api/runs?sync=plain&limit=1000").json()).hasSize(before);
    }

    private static List<String> names(JsonNode object) {
        Iterable<String> names = object::fieldNames;
        return StreamSupport.stream(names.spliterator(), false).toList();
    }
}
