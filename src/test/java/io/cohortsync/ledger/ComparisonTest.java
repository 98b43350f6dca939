package io.cohortsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortsync.ledger.Comparison.Rules;
import io.cohortsync.ledger.PlannedChange.Action;
import io.cohortsync.member.Member;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {

    private final TestLedger test = new TestLedger(TestDatabase.h2());
    private SyncClaim vip;

    @TempDir
    Path folder;

    @BeforeEach
    void three_members() {
        test.database.empty();
        vip = test.claim("vip");
        test.put(vip, "anna@example.com", MemberState.PRESENT);
        test.put(vip, "berta@example.com", MemberState.PRESENT);
        test.put(vip, "carla@example.com", MemberState.PRESENT);
    }

    private static List<PlannedChange> changes(Plan plan) {
        List<PlannedChange> all = new ArrayList<>();
        plan.changes().forEach(all::add);
        return all;
    }

    /** The digest decides who is looked at, the address decides who leaves. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "update cohort_members set digest_high = digest_high + 1 where address = 'anna@example.com'",
                "update cohort_members set digest_low = digest_low + 1 where address = 'anna@example.com'",
                "update cohort_members set address = 'berta@example.com' where address = 'anna@example.com'"
            })
    void nobody_is_removed_on_the_word_of_a_digest_that_was_tampered_with(String tampering) {
        test.database.jdbc().update(tampering);
        assertThatThrownBy(() -> test.plan(vip, "berta@example.com"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nobody is removed")
                .hasMessageNotContaining("@");
        assertThat(test.store.counts("vip")).isEqualTo(new LedgerCounts(3, 0, 0));
        assertThat(test.pending(vip)).isEmpty();
    }

    @Test
    void a_row_that_goes_away_meanwhile_stops_the_comparison() {
        Roster roster = new Rosters(folder, test.store).read(vip);
        Comparison comparison =
                new Comparison(TestLedger.MIRROR, 0, CompletableFuture.completedFuture(roster), ids -> Map.of());
        assertThatThrownBy(comparison::plan).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_ledger_that_cannot_be_read_stops_the_comparison() {
        IllegalStateException away = new IllegalStateException("database away");
        Comparison comparison =
                new Comparison(TestLedger.MIRROR, 0, CompletableFuture.failedFuture(away), ids -> Map.of());
        assertThatThrownBy(comparison::plan).isSameAs(away);
    }

    @Test
    void moves_come_in_key_order_before_the_joins_in_the_exports_order() {
        Plan plan = test.plan(vip, "zoe@example.com", "berta@example.com", "ada@example.com");
        assertThat(changes(plan))
                .extracting(PlannedChange::address)
                .containsExactly("anna@example.com", "carla@example.com", "zoe@example.com", "ada@example.com");
        assertThat(plan.counts()).isEqualTo(new PlanCounts(2, 2, 0, 1, 3));
    }

    @Test
    void addresses_that_differ_in_case_are_different_members() {
        assertThat(test.plan(vip, "Anna@example.com", "berta@example.com", "carla@example.com")
                        .counts())
                .isEqualTo(new PlanCounts(1, 1, 0, 2, 3));
    }

    /** Values that were not delivered are not lost because the member has left an additive cohort. */
    @Test
    void a_parked_change_of_an_additive_sync_keeps_its_values() {
        Map<String, String> tags = Map.of("Plan", "gold");
        test.put(vip, "dora@example.com", MemberState.PARKED_CHANGE, 1, tags);
        test.carryOut(vip, test.plan(vip, new Rules(true, true, 5), List.of()));
        assertThat(test.pending(vip))
                .hasSize(1)
                .first()
                .extracting(Change::tags)
                .isEqualTo(tags);
        test.confirmAll(vip);
        Plan next = test.plan(vip, new Rules(true, true, 5), List.of(new Member(1, "dora@example.com", tags)));
        assertThat(next.counts().unchanged()).isEqualTo(1);
    }

    @Test
    void who_leaves_has_no_values_any_more() {
        test.put(vip, "dora@example.com", MemberState.PRESENT, 0, Map.of("Plan", "gold"));
        test.carryOut(vip, test.plan(vip, new Rules(false, true, 5), List.of()));
        assertThat(test.column("properties", "dora@example.com")).isNull();
    }

    /** Nine hundred refused addresses must not make the leave of a hundred members look like a tenth. */
    @Test
    void refused_joins_are_no_members_whom_leavers_are_a_share_of() {
        test.put(vip, "no-1@example.com", MemberState.REFUSED_ADD);
        test.put(vip, "no-2@example.com", MemberState.REFUSED_ADD);
        Plan plan = test.plan(vip);
        assertThat(plan.counts()).isEqualTo(new PlanCounts(0, 3, 0, 0, 3));
        assertThat(changes(plan)).extracting(PlannedChange::action).contains(Action.FORGET);
    }

    @Test
    void nothing_shows_an_address_by_itself() {
        Plan plan = test.plan(vip, "zoe@example.com");
        assertThat(changes(plan))
                .hasSize(4)
                .allSatisfy(change -> assertThat(change.toString()).matches("(JOIN|LEAVE) .\\*\\*\\*@example.com"));
        test.carryOut(vip, plan);
        assertThat(test.pending(vip))
                .hasSize(4)
                .allSatisfy(change -> assertThat(change.toString()).matches("(join|leave) .\\*\\*\\*@example.com"));
    }
}
