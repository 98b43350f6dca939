package io.cohortsync.api;

import static io.cohortsync.api.ApiFixture.all;
import static io.cohortsync.api.ApiFixture.assertProblem;
import static io.cohortsync.api.ApiFixture.canaries;
import static io.cohortsync.api.ApiFixture.canary;
import static io.cohortsync.api.ApiFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.api.ApiFixture.Answer;
import io.cohortsync.api.ApiFixture.JsonBody;
import io.cohortsync.demo.Endpoints;
import io.cohortsync.demo.FaultKind;
import io.cohortsync.member.AddressDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The right to be forgotten. */
class EraseApiTest {

    private static final String[] OPERATOR = {"Authorization", "Bearer token-of-operator"};
    private static final String[] APPROVER = {"Authorization", "Bearer token-of-approver"};

    private ApiFixture api;

    @BeforeEach
    void start() {
        api = ApiFixture.start(settings());
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private static String[] settings(String... more) {
        return all(
                sync("first", "guard.max-leavers-ratio=1"),
                sync("second", "address-case=lower", "mode=additive"),
                new String[] {
                    "cohort-sync.retry.tries=0",
                    "cohort-sync.access.tokens.scripts.token=token-of-operator",
                    "cohort-sync.access.tokens.scripts.role=operator",
                    "cohort-sync.access.tokens.people.token=token-of-approver",
                    "cohort-sync.access.tokens.people.role=approver"
                },
                more);
    }

    @Test
    void takes_the_tag_away_in_every_sync_that_knows_the_address_and_then_forgets_it() {
        run("first", "ann", "bob");
        run("second", "ann", "bob");

        Answer answer = erase(" " + canary("ann") + "\t");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("address")).isEqualTo("c***@example.com");
        assertThat(erased(answer)).containsExactly("first leave planned", "second leave planned");
        assertThat(answer.text("next")).contains("comes back", "erase it there first");
        for (JsonNode outcome : answer.json().path("syncs")) {
            assertThat(ended(outcome.path("run").asText()).path("status").asText())
                    .isEqualTo("succeeded");
        }
        assertThat(api.audience("first")).isEqualTo(canaries("bob"));
        assertThat(api.audience("second")).isEqualTo(canaries("bob"));
        assertThat(states(canary("ann"))).containsExactly("absent", "absent");
    }

    @Test
    void it_is_for_approvers() {
        run("first", "ann");

        assertProblem(api.post("/api/erase", body(canary("ann"))), 401);
        assertProblem(api.post("/api/erase", body(canary("ann")), OPERATOR), 403);

        assertThat(states(canary("ann"))).containsExactly("present", "absent");
        assertThat(audit()).noneMatch(line -> line.contains("erase"));
    }

    @Test
    void an_address_that_nobody_knows_changes_nothing() {
        run("first", "ann");

        Answer answer = erase(canary("bob"));

        assertThat(erased(answer)).containsExactly("first unknown", "second unknown");
        assertThat(answer.text("next"))
                .startsWith("No configured sync knows the address")
                .contains("erase it there first");
        assertThat(api.audience("first")).isEqualTo(canaries("ann"));
        assertThat(audit()).first().isEqualTo("people erase null null done c***@example.com: unknown");
    }

    @Test
    void looks_for_the_address_as_each_sync_writes_it() {
        run("first", "ann");
        run("second", "ann");

        assertThat(erased(erase(canary("ann").toUpperCase(Locale.ROOT))))
                .containsExactly("first unknown", "second leave planned");
    }

    /** Its rows are never seen, but an address is in them. */
    @Test
    void what_a_plan_has_written_that_never_came_to_its_end_is_forgotten() {
        run("first", "ann");
        AddressDigest digest = AddressDigest.digestOf(canary("bob"));
        JdbcTemplate jdbc = api.bean(JdbcTemplate.class);
        jdbc.update("""
                insert into cohort_members (id, digest_high, digest_low, properties_digest, state, address)
                select number * 1099511627776 + next_member + 5, ?, ?, 0, 0, ? from syncs where name = 'first'
                """, digest.high(), digest.low(), canary("bob"));

        assertThat(erased(erase(canary("bob")))).containsExactly("first forgotten", "second unknown");
        assertThat(jdbc.queryForList("select address from cohort_members", String.class))
                .containsExactly(canary("ann"));
    }

    @Test
    void the_audit_says_what_became_of_a_masked_address() {
        run("first", "ann");

        String run = erase(canary("ann")).json().at("/syncs/0/run").asText();

        assertThat(audit()).first().isEqualTo("people erase first " + run + " done c***@example.com: leave planned");
        assertThat(api.bean(JdbcTemplate.class)
                        .queryForList("select * from audit")
                        .toString())
                .doesNotContain(ApiFixture.CANARY);
    }

    @Test
    void a_leave_that_cannot_be_sent_now_waits_for_the_next_run() {
        run("first", "ann", "bob");
        api.pushwoosh().faults().always(Endpoints.PUSHWOOSH_BULK_SET_TAGS, FaultKind.SERVER_ERROR);
        ended(erase(canary("ann")).json().at("/syncs/0/run").asText());

        assertThat(states(canary("ann"))).containsExactly("pending-remove", "absent");
        Answer again = erase(canary("ann"));
        assertThat(erased(again)).containsExactly("first leaving already", "second unknown");

        ended(again.json().at("/syncs/0/run").asText());
        api.pushwoosh().faults().clear();
        run("first", "bob");
        assertThat(api.audience("first")).isEqualTo(canaries("bob"));
        assertThat(states(canary("ann"))).containsExactly("absent", "absent");
    }

    @Test
    void a_run_under_way_is_not_disturbed() {
        run("first", "ann", "bob");
        api.keepWaiting();
        api.cohort("first", "bob");
        String under = start("first");

        Answer answer = erase(canary("ann"));

        assertThat(erased(answer)).containsExactly("first leave planned", "second unknown");
        assertThat(answer.json().at("/syncs/0/run").isNull()).isTrue();
        assertThat(answer.json().at("/syncs/0/reason").asText()).contains("is under way");
        api.goOn();
        ended(under);
        run("first", "bob");
        assertThat(api.audience("first")).isEqualTo(canaries("bob"));
    }

    @Test
    void who_was_never_let_in_is_forgotten_at_once() {
        api.pushwoosh().settings().known(address -> false);
        run("first", "ann");

        assertThat(erased(erase(canary("ann")))).containsExactly("first forgotten", "second unknown");
        assertThat(states(canary("ann"))).containsExactly("absent", "absent");
    }

    @Test
    void a_leave_that_is_parked_says_why() {
        run("first", "ann", "bob");
        api.pushwoosh().settings().poison(canary("ann"));
        run("first", "bob");

        Answer answer = erase(canary("ann"));

        assertThat(erased(answer)).containsExactly("first leave parked", "second unknown");
        assertThat(answer.json().at("/syncs/0/reason").asText()).isNotBlank();
        assertThat(answer.text("next")).contains("/api/dead-letters/replay");
    }

    @Test
    void a_sync_that_is_disabled_keeps_the_leave() {
        run("first", "ann");
        api.restart(settings("cohort-sync.syncs.first.enabled=false"));

        Answer answer = erase(canary("ann"));

        assertThat(erased(answer)).containsExactly("first leave planned", "second unknown");
        assertThat(answer.json().at("/syncs/0/reason").asText()).isEqualTo("sync first is disabled");
    }

    /** The ledger was made for the old value: under the new one its leave would say nothing true. */
    @Test
    void a_sync_with_another_target_sends_nothing() {
        run("first", "ann", "bob");
        api.restart(settings("cohort-sync.syncs.first.tag-value=another"));

        JsonNode report = ended(erase(canary("ann")).json().at("/syncs/0/run").asText());

        assertThat(report.path("status").asText()).isEqualTo("failed");
        assertThat(report.path("reason").asText()).contains("its ledger was made with", "nobody was touched");
        assertThat(states(canary("ann"))).containsExactly("pending-remove", "absent");
        assertThat(api.audience("first")).isEqualTo(canaries("ann", "bob"));
    }

    /** The other syncs are told of all the same. */
    @Test
    void a_sync_that_is_locked_is_not_done_and_the_others_are() throws SQLException {
        run("first", "ann", "bob");
        run("second", "ann", "bob");
        try (Connection other = api.bean(DataSource.class).getConnection();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("update syncs set updated_at = current_timestamp where name = 'first'");

            Answer answer = erase(canary("ann"));

            assertThat(erased(answer)).containsExactly("first not done", "second leave planned");
            assertThat(answer.json().at("/syncs/0/reason").asText()).endsWith("ask again");
            other.rollback();
        }
        assertThat(erased(erase(canary("ann")))).first().isEqualTo("first leave planned");
    }

    @Test
    void who_is_still_in_the_cohort_comes_back() {
        run("first", "ann");
        ended(erase(canary("ann")).json().at("/syncs/0/run").asText());

        run("first", "ann");

        assertThat(api.audience("first")).isEqualTo(canaries("ann"));
    }

    @Test
    void an_address_that_can_be_nobodys_is_refused() {
        Map.of("canary@localhost", "no-domain", "canary", "syntax", "canary @x@example.com", "syntax")
                .forEach((address, reason) -> {
                    Answer answer = erase(address);

                    assertProblem(answer, 400);
                    assertThat(answer.text("detail"))
                            .isEqualTo("the address is rejected as " + reason
                                    + "; one such as name@example.com is expected, and nothing was changed");
                });
    }

    @Test
    void asks_for_an_address() {
        for (String body : List.of("{}", "{\"address\":\" \"}", "{\"adress\":\"canary@example.com\"}", "")) {
            assertProblem(api.post("/api/erase", new JsonBody(body), APPROVER), 400);
        }
    }

    @Test
    void takes_an_address_in_the_body_only() {
        run("first", "ann");

        assertProblem(api.post("/api/erase?address=" + canary("ann"), body(canary("ann")), APPROVER), 400);
        assertProblem(api.post("/api/erase?email=" + canary("ann"), body(canary("ann")), APPROVER), 400);

        assertThat(states(canary("ann"))).containsExactly("present", "absent");
    }

    private Answer erase(String address) {
        return api.post("/api/erase", body(address), APPROVER);
    }

    private static JsonBody body(String address) {
        return new JsonBody("{\"address\":\"" + address.replace("\t", "\\t") + "\"}");
    }

    private static List<String> erased(Answer answer) {
        List<String> outcomes = new ArrayList<>();
        for (JsonNode outcome : answer.json().path("syncs")) {
            outcomes.add(
                    outcome.path("sync").asText() + " " + outcome.path("erased").asText());
        }
        return outcomes;
    }

    private List<String> states(String address) {
        return api.post("/api/explain", body(address), OPERATOR).json().findValuesAsText("state");
    }

    /** The cohort has these members, and a run has ended. */
    private void run(String sync, String... members) {
        api.cohort(sync, members);
        ended(start(sync));
    }

    private String start(String sync) {
        return api.post("/api/syncs/" + sync + "/runs?force=true", OPERATOR).text("run");
    }

    private JsonNode ended(String run) {
        return await().atMost(ApiFixture.SOON)
                .until(
                        () -> api.get("/api/runs/" + run, OPERATOR).json(),
                        report -> Set.of("succeeded", "partial", "failed", "skipped", "held")
                                .contains(report.path("status").asText()));
    }

    private List<String> audit() {
        List<String> lines = new ArrayList<>();
        for (JsonNode entry : api.get("/api/audit", OPERATOR).json()) {
            lines.add(String.join(
                    " ",
                    entry.path("who").asText(),
                    entry.path("action").asText(),
                    entry.path("sync").asText(),
                    entry.path("run").asText(),
                    entry.path("outcome").asText(),
                    entry.path("reason").asText()));
        }
        return lines;
    }
}
