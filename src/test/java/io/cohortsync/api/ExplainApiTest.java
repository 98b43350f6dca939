package io.cohortsync.api;

import static io.cohortsync.api.ApiFixture.all;
import static io.cohortsync.api.ApiFixture.assertProblem;
import static io.cohortsync.api.ApiFixture.canary;
import static io.cohortsync.api.ApiFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.api.ApiFixture.Answer;
import io.cohortsync.api.ApiFixture.JsonBody;
import io.cohortsync.demo.Endpoints;
import io.cohortsync.demo.FaultKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainApiTest {

    private ApiFixture api;

    @BeforeEach
    void start() {
        api = ApiFixture.start(
                all(sync("first", "guard.max-leavers-ratio=1"), sync("second", "address-case=lower"), new String[] {
                    "cohort-sync.retry.tries=0"
                }));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void has_one_entry_for_every_sync() {
        api.cohort("first", "ann");
        api.run("first");

        JsonNode syncs = api.explain(canary("ann")).json();

        assertThat(syncs.findValuesAsText("sync")).containsExactly("first", "second");
        assertThat(syncs.findValuesAsText("state")).containsExactly("present", "absent");
        assertThat(Instant.parse(syncs.get(0).path("since").asText()))
                .isBetween(
                        Instant.now().minus(Duration.ofMinutes(1)),
                        Instant.now().plusSeconds(1));
        assertThat(syncs.get(0).path("reason").isNull()).isTrue();
        assertThat(syncs.get(1).path("since").isNull()).isTrue();
        assertThat(syncs.get(1).path("reason").asText()).contains("no run");
    }

    @Test
    void names_the_run_that_last_looked_for_somebody_who_is_absent() {
        api.cohort("first", "ann");
        String run = api.run("first").path("id").asText();

        JsonNode entry = first(canary("bob"));

        assertThat(entry.path("state").asText()).isEqualTo("absent");
        assertThat(entry.path("since").isNull()).isTrue();
        assertThat(entry.path("reason").asText()).contains("not in the cohort").contains(run);
    }

    @Test
    void shows_who_is_yet_to_join_and_to_leave() {
        api.cohort("first", "ann");
        api.run("first");
        api.pushwoosh().faults().always(Endpoints.PUSHWOOSH_BULK_SET_TAGS, FaultKind.SERVER_ERROR);
        api.cohort("first", "bob");

        JsonNode report = api.run("first");

        assertThat(report.path("counts").path("pending").asInt()).isEqualTo(2);
        assertThat(first(canary("bob")).path("state").asText()).isEqualTo("pending-add");
        assertThat(first(canary("ann")).path("state").asText()).isEqualTo("pending-remove");
    }

    @Test
    void shows_why_somebody_is_parked() {
        api.pushwoosh().settings().known(address -> false);
        api.cohort("first", "ann");
        api.run("first");

        JsonNode entry = first(canary("ann"));

        assertThat(entry.path("state").asText()).isEqualTo("parked");
        assertThat(entry.path("reason").asText()).startsWith("skipped: ");
        assertThat(entry.path("since").isNull()).isFalse();
    }

    @Test
    void normalises_the_address_as_each_sync_does() {
        api.cohort("first", "ann");
        api.cohort("second", "ann");
        api.run("first");
        api.run("second");

        JsonNode syncs = api.explain("  " + canary("ann").toUpperCase(Locale.ROOT) + "\t")
                .json();

        assertThat(syncs.findValuesAsText("state")).containsExactly("absent", "present");
    }

    @ParameterizedTest
    @CsvSource({"canary@localhost,no-domain", "canary,syntax", "canary @x@example.com,syntax"})
    void says_why_an_address_can_be_nobodys(String address, String reason) {
        JsonNode entry = first(address);

        assertThat(entry.path("state").asText()).isEqualTo("absent");
        assertThat(entry.path("reason").asText()).isEqualTo("the address is rejected as " + reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"address\":null}",
                "{\"address\":\" \\t\"}",
                "{\"adress\":\"canary@example.com\"}",
                "{\"address\":[\"canary@example.com\"]}",
                "\"canary@example.com\"",
                "canary@example.com",
                ""
            })
    void asks_for_an_address(String body) {
        assertProblem(api.post("/api/explain", new JsonBody(body)), 400);
    }

    @Test
    void takes_an_address_in_the_body_only() {
        assertProblem(api.get("/api/explain?address=canary@example.com"), 405);
        assertProblem(
                api.post("/api/explain?address=canary@example.com", new JsonBody("{\"address\":\"a@b.de\"}")), 400);
        Answer plain = api.post("/api/explain", "Content-Type", "text/plain");
        assertProblem(plain, 415);
    }

    private JsonNode first(String address) {
        return api.explain(address).json().get(0);
    }
}
