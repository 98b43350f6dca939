package io.cohortsync.ledger;

import static io.cohortsync.ledger.MemberState.PARKED_ADD;
import static io.cohortsync.ledger.MemberState.PARKED_CHANGE;
import static io.cohortsync.ledger.MemberState.PARKED_REMOVE;
import static io.cohortsync.ledger.MemberState.PENDING_ADD;
import static io.cohortsync.ledger.MemberState.PENDING_CHANGE;
import static io.cohortsync.ledger.MemberState.PENDING_REJOIN;
import static io.cohortsync.ledger.MemberState.PENDING_REMOVE;
import static io.cohortsync.ledger.MemberState.PRESENT;
import static io.cohortsync.ledger.MemberState.REFUSED_ADD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortsync.ledger.PlannedChange.Action;
import io.cohortsync.member.Member;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.spi.IdempotentRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every database must do for the ledger. After each test the counters are compared with the table. */
abstract class LedgerStoreContract {

    private final TestLedger test;
    private final JdbcLedgerStore store;
    private SyncClaim vip;
    private SyncClaim basic;

    LedgerStoreContract(TestDatabase database) {
        test = new TestLedger(database);
        store = test.store;
    }

    @BeforeEach
    void two_syncs() {
        test.database.empty();
        vip = test.claim("vip");
        basic = test.claim("basic");
    }

    @AfterEach
    void counters_equal_a_recount_of_the_table() {
        for (SyncClaim claim : List.of(vip, basic)) {
            assertThat(store.counts(claim.sync())).isEqualTo(test.recount(claim));
        }
    }

    private static String address(int n) {
        return "m" + n + "@example.com";
    }

    private static String[] addresses(int count) {
        return IntStream.range(0, count).mapToObj(LedgerStoreContract::address).toArray(String[]::new);
    }

    private void present(SyncClaim claim, int count) {
        test.carryOut(claim, test.plan(claim, addresses(count)));
        test.confirmAll(claim);
    }

    private static ParkedChange refused(Change change) {
        return new ParkedChange(change, "refused", "no such thing", false);
    }

    private static ParkedChange lost(Change change) {
        return new ParkedChange(change, "job-lost", "nobody knows", true);
    }

    // ---- carrying out ----

    @Test
    void makes_the_changes_of_a_plan_pending_in_key_order() {
        test.carryOut(vip, test.plan(vip, addresses(3)));
        List<Change> pending = test.pending(vip);
        assertThat(pending).extracting(Change::address).containsExactly(addresses(3));
        assertThat(pending).extracting(Change::kind).containsOnly(ChangeKind.JOIN);
        assertThat(pending).extracting(Change::id).isSorted();
        assertThat(store.counts("vip")).isEqualTo(new LedgerCounts(0, 3, 0));
        assertThat(test.column("run_id", address(0))).isEqualTo("run");
    }

    @Test
    void keeps_tag_values_of_any_content_and_length() {
        Map<String, String> tags =
                Map.of("Plan \"A\"", "line\nbreak, 'quote', ünïcödé 🎈 \u0000", "Long", "x".repeat(900_000));
        Comparison.Rules rules = new Comparison.Rules(false, true, 5);
        List<Member> export = List.of(new Member(1, address(0), tags));
        test.carryOut(vip, test.plan(vip, rules, export));
        assertThat(test.pending(vip).get(0).tags()).isEqualTo(tags);
        test.confirmAll(vip);
        assertThat(test.plan(vip, rules, export).counts()).isEqualTo(new PlanCounts(0, 0, 0, 1, 1));
    }

    @Test
    void carries_out_a_plan_of_many_batches_and_reads_more_than_one_page() {
        String[] all = addresses(20_500);
        test.carryOut(vip, test.plan(vip, all));
        assertThat(store.pendingIds(vip)).hasSize(20_500).isSorted().doesNotHaveDuplicates();
        LedgerRows rows = test.rows(vip);
        assertThat(rows.size()).isEqualTo(20_500);
        assertThat(IntStream.range(0, rows.size()).mapToLong(rows::id)).isSorted();
        test.confirmAll(vip);
        assertThat(store.pendingIds(vip)).isEmpty();
        Plan next = test.plan(vip, Arrays.copyOf(all, 20_000));
        assertThat(next.counts()).isEqualTo(new PlanCounts(0, 500, 0, 20_000, 20_500));
        test.carryOut(vip, next);
        test.confirmAll(vip);
        assertThat(store.counts("vip")).isEqualTo(new LedgerCounts(20_000, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {9_999, 10_000, 10_001, 20_000})
    void a_scan_ends_at_the_edges_of_its_pages(int size) {
        present(vip, size);
        present(basic, 1);
        assertThat(test.rows(vip).size()).isEqualTo(size);
    }

    @Test
    void all_or_nothing_when_what_goes_alongside_fails() {
        present(vip, 2);
        Plan plan = test.plan(vip, address(1), "new@example.com");
        long version = test.version(vip);
        assertThatThrownBy(() -> store.carryOut(vip, "run", plan, left -> {
                    throw new IllegalStateException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(test.states(vip)).isEqualTo(Map.of(address(0), PRESENT, address(1), PRESENT));
        assertThat(test.version(vip)).isEqualTo(version);
        test.carryOut(vip, plan);
        assertThat(store.counts("vip")).isEqualTo(new LedgerCounts(2, 2, 0));
    }

    @Test
    void what_goes_alongside_gets_the_counts_after_the_plan() {
        List<LedgerCounts> seen = new ArrayList<>();
        LedgerCounts left = store.carryOut(vip, "run", test.plan(vip, addresses(4)), seen::add)
                .left();
        assertThat(seen).containsExactly(left);
        assertThat(left).isEqualTo(new LedgerCounts(0, 4, 0));
    }

    @Test
    void whoever_carries_out_a_plan_knows_all_that_is_pending() {
        present(vip, 3);
        test.put(vip, "not-confirmed@example.com", PENDING_ADD);
        test.put(vip, "not-removed@example.com", PARKED_REMOVE);
        Plan plan = test.plan(vip, address(0), address(1), "new@example.com", "not-confirmed@example.com");
        CarriedOut done = store.carryOut(vip, "run", plan, left -> {});
        assertThat(done.pending().orElseThrow().ascending()).hasSize(4).containsExactly(store.pendingIds(vip));
    }

    @Test
    void whoever_carries_out_a_plan_from_its_file_has_to_look_what_is_pending() {
        Plan plan = test.plan(vip, addresses(2));
        Plan kept = new Plan(plan.ledgerVersion(), plan.counts(), plan.changes());
        assertThat(store.carryOut(vip, "run", kept, left -> {}).pending()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99, 100, 101, 999, 1_000, 1_001, 1_100})
    void writes_new_members_by_the_hundred_and_misses_none(int size) {
        test.carryOut(vip, test.plan(vip, addresses(size)));
        assertThat(test.pending(vip)).extracting(Change::address).containsExactly(addresses(size));
        assertThat(test.plan(vip, addresses(size)).counts().unchanged()).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(ints = {999, 1_000, 1_001, 2_100})
    void moves_members_by_the_thousand_each_once(int size) {
        present(vip, size + 1);

        test.carryOut(vip, test.plan(vip, address(size)));

        assertThat(test.pending(vip)).hasSize(size).extracting(Change::kind).containsOnly(ChangeKind.LEAVE);
        assertThat(store.counts("vip")).isEqualTo(new LedgerCounts(size + 1, size, 0));
    }

    /** Otherwise a parked change would be tried for ever. */
    @Test
    void a_change_that_is_tried_again_keeps_its_attempts() {
        test.put(vip, address(0), MemberState.PARKED_ADD, 3, Map.of());

        test.carryOut(vip, test.plan(vip, address(0)));

        assertThat(store.counts("vip")).isEqualTo(new LedgerCounts(0, 1, 0));
        assertThat(test.column("attempts", address(0))).isEqualTo(3);
    }

    /** A large plan locks the sync's row for longer than a claim lasts, and no renewal can pass. */
    @Test
    void the_time_a_plan_takes_does_not_count_against_the_claim() {
        AtomicLong clock = new AtomicLong();
        JdbcLedgerStore slow = new JdbcLedgerStore(
                test.database.jdbc(),
                test.database.transaction(),
                () -> clock.getAndAdd(Duration.ofSeconds(600).toNanos()));
        slow.carryOut(vip, "run", test.plan(vip, addresses(2)), left -> {});
        test.database.jdbc().update("update syncs set claimed_until = claimed_until - interval '590' second");
        assertThat(test.syncs.isClaimed("vip")).isTrue();
        assertThat(test.syncs.claim("vip", "other", Duration.ofSeconds(30))).isEmpty();
    }

    /** A held plan is read from its file, and nobody renews its claim meanwhile. */
    @Test
    void nor_does_the_time_between_its_transactions() {
        AtomicLong clock = new AtomicLong();
        JdbcLedgerStore slow = new JdbcLedgerStore(test.database.jdbc(), test.database.transaction(), clock::get);
        Plan plan = meanwhile(
                test.plan(vip, addresses(2)),
                1,
                () -> clock.addAndGet(Duration.ofSeconds(600).toNanos()));
        slow.carryOut(vip, "run", plan, left -> {});
        test.database.jdbc().update("update syncs set claimed_until = claimed_until - interval '590' second");
        assertThat(test.syncs.isClaimed("vip")).isTrue();
    }

    /** The same plan; something happens before its nth change is read. */
    private static Plan meanwhile(Plan plan, int change, Runnable happens) {
        AtomicInteger read = new AtomicInteger();
        Stream<PlannedChange> changes = StreamSupport.stream(plan.changes().spliterator(), false)
                .peek(each -> {
                    if (read.incrementAndGet() == change) {
                        happens.run();
                    }
                });
        return new Plan(plan.ledgerVersion(), plan.counts(), changes::iterator);
    }

    @Test
    void refuses_a_plan_made_from_another_version() {
        Plan plan = test.plan(vip, addresses(2));
        test.ledger.add("vip:other@example.com");
        assertThatThrownBy(() -> test.carryOut(vip, plan))
                .isInstanceOf(PlanOutdatedException.class)
                .hasMessageContaining("vip");
        assertThat(test.states(vip)).containsOnlyKeys("other@example.com");
    }

    @Test
    void refuses_a_plan_that_was_carried_out_before() {
        Plan plan = test.plan(vip, addresses(2));
        test.carryOut(vip, plan);
        assertThatThrownBy(() -> test.carryOut(vip, plan)).isInstanceOf(PlanOutdatedException.class);
    }

    @Test
    void refuses_everything_from_a_fence_that_is_not_the_newest() {
        present(vip, 3);
        Plan plan = test.plan(vip, address(0), "new@example.com");
        List<Change> changes = List.of(new Change(vip.firstId(), ChangeKind.LEAVE, address(0), Map.of(), 0));
        SyncClaim old = vip;
        vip = test.takeOver(old);
        assertThatThrownBy(() -> test.carryOut(old, plan)).isInstanceOf(ClaimLostException.class);
        assertThatThrownBy(() -> test.settle(old, changes, List.of())).isInstanceOf(ClaimLostException.class);
        assertThatThrownBy(() -> store.requeue(old, "run", 9)).isInstanceOf(ClaimLostException.class);
        assertThat(test.states(vip).values()).containsOnly(PRESENT).hasSize(3);
        test.carryOut(vip, plan);
        assertThat(store.counts("vip").pending()).isEqualTo(3);
    }

    @Test
    void refuses_a_plan_whose_rows_have_moved_and_writes_none_of_it() {
        present(vip, 1);
        long id = test.rows(vip).id(0);
        PlannedChange join = new PlannedChange(Action.JOIN, 0, null, PENDING_ADD, "new@example.com", null, 0);
        for (MemberState to : new MemberState[] {PENDING_REMOVE, null}) {
            PlannedChange move = new PlannedChange(Action.LEAVE, id, PENDING_CHANGE, to, address(0), null, 0);
            Plan plan = new Plan(test.version(vip), PlanCounts.NONE, List.of(move, join));
            assertThatThrownBy(() -> test.carryOut(vip, plan)).isInstanceOf(PlanOutdatedException.class);
        }
        assertThat(test.states(vip)).isEqualTo(Map.of(address(0), PRESENT));
    }

    // ---- new members ----

    /** More new members than one transaction takes, and an end that never comes. */
    private void breakOff(String... addresses) {
        Plan plan = test.plan(vip, addresses);
        assertThatThrownBy(() -> store.carryOut(vip, "run", plan, left -> {
                    throw new IllegalStateException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(rowsOnDisk()).isEqualTo(PlanWriter.JOINS_TOGETHER);
    }

    private long rowsOnDisk() {
        return test.database.jdbc().queryForObject("select count(*) from cohort_members", Long.class);
    }

    /** Nothing of the broken plan is there, and the next one is carried out. */
    private void assertThatOnlyTheSingleMemberIsThere() {
        assertThat(test.states(vip)).isEqualTo(Map.of("single@example.com", PENDING_ADD));
        test.carryOut(vip, test.plan(vip, address(0), "single@example.com"));
        assertThat(test.states(vip)).containsOnlyKeys(address(0), "single@example.com");
        assertThat(rowsOnDisk()).isEqualTo(2);
    }

    @Test
    void nobody_sees_the_new_members_of_a_plan_that_was_not_carried_out_to_its_end() {
        breakOff(addresses(10_001));
        assertThat(store.counts("vip")).isEqualTo(new LedgerCounts(0, 0, 0));
        assertThat(test.states(vip)).isEmpty();
        assertThat(test.rows(vip).size()).isZero();
        assertThat(store.pendingIds(vip)).isEmpty();
        assertThat(store.find("vip", address(0))).isEmpty();
        assertThat(test.database.jdbc().queryForList("select * from memberships"))
                .isEmpty();
        assertThat(test.ledger.contains("vip:" + address(0))).isFalse();
    }

    @Test
    void a_plan_that_was_not_carried_out_to_its_end_is_in_the_way_of_none() {
        breakOff(addresses(10_001));
        test.carryOut(vip, test.plan(vip, address(7), address(8)));
        assertThat(rowsOnDisk()).isEqualTo(2);
        assertThat(test.states(vip)).isEqualTo(Map.of(address(7), PENDING_ADD, address(8), PENDING_ADD));
    }

    @Test
    void a_plan_that_was_not_carried_out_to_its_end_is_in_the_way_of_no_single_member() {
        breakOff(addresses(10_001));
        assertThat(test.ledger.add("vip:single@example.com")).isTrue();
        assertThatOnlyTheSingleMemberIsThere();
    }

    @Test
    void a_plan_that_was_overtaken_in_its_middle_leaves_nothing_behind() {
        SyncClaim old = vip;
        Plan overtaken = meanwhile(test.plan(vip, addresses(10_002)), 10_001, () -> {
            vip = test.takeOver(old);
            test.carryOut(vip, test.plan(vip, address(1), address(2)));
        });
        assertThatThrownBy(() -> test.carryOut(old, overtaken)).isInstanceOf(ClaimLostException.class);
        assertThat(test.states(vip)).isEqualTo(Map.of(address(1), PENDING_ADD, address(2), PENDING_ADD));
        assertThat(rowsOnDisk()).isEqualTo(2);
    }

    @Test
    void a_single_member_that_comes_in_the_middle_of_a_plan_outdates_it() {
        Plan outdated =
                meanwhile(test.plan(vip, addresses(10_002)), 10_001, () -> test.ledger.add("vip:single@example.com"));
        assertThatThrownBy(() -> test.carryOut(vip, outdated)).isInstanceOf(PlanOutdatedException.class);
        assertThatOnlyTheSingleMemberIsThere();
    }

    @Test
    void an_address_that_is_removed_is_not_kept_by_a_plan_that_was_not_carried_out_to_its_end() {
        breakOff(addresses(10_001));
        assertThat(test.ledger.holds("vip", address(7))).isTrue();
        assertThat(test.ledger.holds("basic", address(7))).isFalse();
        assertThat(test.ledger.remove("vip:" + address(7))).isFalse();
        assertThat(test.ledger.holds("vip", address(7))).isFalse();
        assertThat(rowsOnDisk()).isEqualTo(9_999);
    }

    @Test
    void an_address_that_is_removed_in_the_middle_of_its_plan_outdates_it() {
        Plan outdated =
                meanwhile(test.plan(vip, addresses(10_002)), 10_001, () -> test.ledger.remove("vip:" + address(7)));
        assertThatThrownBy(() -> test.carryOut(vip, outdated)).isInstanceOf(PlanOutdatedException.class);
        assertThat(test.states(vip)).isEmpty();
    }

    @Test
    void a_new_member_is_pending_for_everybody_until_it_is_confirmed() {
        test.carryOut(vip, test.plan(vip, addresses(3)));
        Change second = test.pending(vip).get(1);
        for (boolean confirmed : new boolean[] {false, true}) {
            if (confirmed) {
                test.settle(vip, List.of(second), List.of());
            }
            MemberState state = confirmed ? PRESENT : PENDING_ADD;
            assertThat(store.find("vip", second.address()).orElseThrow().state())
                    .isEqualTo(state);
            assertThat(inWords(second.address())).isEqualTo(state.word());
            assertThat(inWords(address(0))).isEqualTo("pending-add");
        }
    }

    private String inWords(String address) {
        return test.database
                .jdbc()
                .queryForObject("select state from memberships where address = ?", String.class, address);
    }

    @Test
    void what_an_interrupted_delivery_left_is_pending_in_its_rows_from_the_next_comparison_on() {
        test.carryOut(vip, test.plan(vip, addresses(20_003)));
        test.settle(
                vip,
                store.pending(LongStream.range(vip.firstId(), vip.firstId() + 2).toArray()),
                List.of());
        Plan next = test.plan(vip, address(0), address(20_002));
        assertThat(next.counts()).isEqualTo(new PlanCounts(0, 20_001, 0, 2, 20_003));
        assertThat(store.joins().near(vip.firstId(), vip.lastId())).isEmpty();
        assertThat(test.pending(vip)).hasSize(20_001).extracting(Change::kind).containsOnly(ChangeKind.JOIN);
        test.carryOut(vip, next);
        assertThat(test.states(vip))
                .containsEntry(address(0), PRESENT)
                .containsEntry(address(1), PENDING_REMOVE)
                .containsEntry(address(20_002), PENDING_ADD);
    }

    @Test
    void ranges_of_another_sync_are_left_alone() {
        test.carryOut(basic, test.plan(basic, addresses(2)));
        test.carryOut(vip, test.plan(vip, addresses(2)));
        assertThat(store.pendingIds(vip)).hasSize(2);
        assertThat(store.joins().near(basic.firstId(), basic.lastId())).hasSize(1);
        test.confirmAll(vip);
        assertThat(test.states(basic).values()).containsOnly(PENDING_ADD);
    }

    @Test
    void whoever_has_lost_the_sync_spells_nothing_out() {
        test.carryOut(vip, test.plan(vip, addresses(2)));
        SyncClaim old = vip;
        vip = test.takeOver(old);
        assertThatThrownBy(() -> store.spellOut(old)).isInstanceOf(ClaimLostException.class);
        assertThat(test.states(vip).values()).containsOnly(PENDING_ADD);
    }

    // ---- reading what is pending ----

    @Test
    void reads_the_pending_among_neighbours_and_among_scattered_ids() {
        test.carryOut(vip, test.plan(vip, addresses(100)));
        test.carryOut(basic, test.plan(basic, addresses(3)));
        long[] ids = store.pendingIds(vip);
        assertThat(ids).hasSize(100);
        long[] dense = Arrays.copyOfRange(ids, 10, 20);
        long[] holes = {ids[10], ids[11], ids[13], ids[14], ids[16]};
        long[] sparse = {ids[0], ids[40], ids[99]};
        for (long[] some : List.of(dense, holes, sparse, new long[] {ids[7]}, new long[0])) {
            assertThat(store.pending(some)).extracting(Change::id).containsExactlyElementsOf(list(some));
        }
        test.settle(vip, store.pending(new long[] {ids[11], ids[40]}), List.of());
        assertThat(store.pending(holes)).extracting(Change::id).containsExactly(ids[10], ids[13], ids[14], ids[16]);
        assertThat(store.pending(sparse)).extracting(Change::id).containsExactly(ids[0], ids[99]);
    }

    private static List<Long> list(long[] ids) {
        return Arrays.stream(ids).boxed().toList();
    }

    // ---- settling ----

    @Test
    void confirms_neighbours_and_scattered_changes_alike() {
        test.carryOut(vip, test.plan(vip, addresses(10)));
        List<Change> all = test.pending(vip);
        test.settle(vip, all.subList(0, 4), List.of());
        assertThat(store.counts("vip")).isEqualTo(new LedgerCounts(4, 6, 0));
        test.settle(vip, List.of(all.get(5), all.get(9)), List.of());
        assertThat(test.states(vip))
                .containsEntry(address(4), PENDING_ADD)
                .containsEntry(address(5), PRESENT)
                .containsEntry(address(8), PENDING_ADD)
                .containsEntry(address(9), PRESENT);
    }

    /** An order of their own must not make a range of what only looks like neighbours. */
    @Test
    void confirms_exactly_what_it_is_given_in_whatever_order() {
        test.carryOut(vip, test.plan(vip, addresses(10)));
        List<Change> all = test.pending(vip);
        test.settle(vip, List.of(all.get(1), all.get(7), all.get(3)), List.of());
        assertThat(test.states(vip)).containsEntry(address(2), PENDING_ADD).containsEntry(address(7), PRESENT);
        test.settle(vip, List.of(all.get(4), all.get(4), all.get(6)), List.of());
        assertThat(test.states(vip)).containsEntry(address(5), PENDING_ADD).containsEntry(address(6), PRESENT);
        List<Change> reversed = new ArrayList<>(all);
        Collections.reverse(reversed);
        test.settle(vip, reversed, List.of());
        assertThat(test.states(vip).values()).containsOnly(PRESENT);
    }

    @Test
    void settles_joins_changes_and_leaves_of_one_batch() {
        test.put(vip, "join@example.com", PENDING_ADD);
        test.put(vip, "again@example.com", PENDING_REJOIN);
        test.put(vip, "change@example.com", PENDING_CHANGE);
        test.put(vip, "leave@example.com", PENDING_REMOVE);
        test.put(vip, "stays@example.com", PENDING_REMOVE);
        List<Change> changes = test.pending(vip);
        assertThat(changes)
                .extracting(Change::kind)
                .containsExactly(
                        ChangeKind.JOIN, ChangeKind.JOIN, ChangeKind.CHANGE, ChangeKind.LEAVE, ChangeKind.LEAVE);
        test.settle(vip, changes.subList(0, 4), List.of());
        assertThat(test.states(vip))
                .isEqualTo(Map.of(
                        "join@example.com", PRESENT,
                        "again@example.com", PRESENT,
                        "change@example.com", PRESENT,
                        "stays@example.com", PENDING_REMOVE));
    }

    @Test
    void parks_with_a_reason_and_counts_the_attempt() {
        test.put(vip, "refused@example.com", PENDING_ADD);
        test.put(vip, "lost@example.com", PENDING_ADD);
        test.put(vip, "change@example.com", PENDING_CHANGE);
        test.put(vip, "leave@example.com", PENDING_REMOVE);
        test.database.jdbc().update("update cohort_members set run_id = 'run-7'");
        List<Change> changes = test.pending(vip);
        store.settle(
                vip,
                "run-7",
                new Settlement(
                        List.of(),
                        List.of(
                                refused(changes.get(0)),
                                lost(changes.get(1)),
                                refused(changes.get(2)),
                                lost(changes.get(3)))),
                settled -> {});
        assertThat(test.states(vip))
                .isEqualTo(Map.of(
                        "refused@example.com", REFUSED_ADD,
                        "lost@example.com", PARKED_ADD,
                        "change@example.com", PARKED_CHANGE,
                        "leave@example.com", PARKED_REMOVE));
        LedgerEntry entry = store.find("vip", "refused@example.com").orElseThrow();
        assertThat(entry.run()).isEqualTo("run-7");
        assertThat(entry.reason()).isEqualTo("refused");
        assertThat(entry.lastError()).isEqualTo("no such thing");
        assertThat(entry.since())
                .isBetween(
                        Instant.now().minus(1, ChronoUnit.MINUTES),
                        Instant.now().plus(1, ChronoUnit.MINUTES));
        assertThat(test.column("attempts", "lost@example.com")).isIn(1, (short) 1);
    }

    /** A join that may have been applied by an earlier try is never forgotten without its opposite. */
    @Test
    void a_refused_try_of_a_join_that_may_have_been_applied_does_not_make_it_unapplied() {
        test.put(vip, address(0), PENDING_REJOIN);
        test.settle(vip, List.of(), List.of(refused(test.pending(vip).get(0))));
        assertThat(test.state(vip, address(0))).isEqualTo(PARKED_ADD);
        assertThat(test.plan(vip).counts().left()).isEqualTo(1);
    }

    /** An earlier run may have sent it and died before it heard of the success. */
    @Test
    void a_refused_join_left_over_from_an_earlier_run_may_have_been_applied() {
        store.carryOut(vip, "run-1", test.plan(vip, addresses(2)), left -> {});
        List<Change> changes = test.pending(vip);
        store.settle(vip, "run-1", new Settlement(List.of(), List.of(refused(changes.get(0)))), settled -> {});
        store.settle(vip, "run-2", new Settlement(List.of(), List.of(refused(changes.get(1)))), settled -> {});
        assertThat(test.states(vip)).isEqualTo(Map.of(address(0), REFUSED_ADD, address(1), PARKED_ADD));
        assertThat(store.requeue(vip, "run-3", 9)).isEqualTo(2);
        List<ParkedChange> again =
                test.pending(vip).stream().map(LedgerStoreContract::refused).toList();
        store.settle(vip, "run-3", new Settlement(List.of(), again), settled -> {});
        assertThat(test.states(vip)).isEqualTo(Map.of(address(0), REFUSED_ADD, address(1), PARKED_ADD));
    }

    @Test
    void keeps_as_much_of_a_remotes_words_as_fits() {
        test.carryOut(vip, test.plan(vip, address(0)));
        String words = "é🎈".repeat(400);
        test.settle(vip, List.of(), List.of(new ParkedChange(test.pending(vip).get(0), "refused", words, false)));
        assertThat(store.find("vip", address(0)).orElseThrow().lastError())
                .startsWith("é🎈é🎈")
                .hasSizeBetween(490, 500);
    }

    @Test
    void settling_twice_changes_nothing_more() {
        test.carryOut(vip, test.plan(vip, addresses(6)));
        List<Change> changes = test.pending(vip);
        Settlement settlement =
                new Settlement(changes.subList(0, 3), List.of(refused(changes.get(3)), lost(changes.get(4))));
        List<Settled> seen = new ArrayList<>();
        store.settle(vip, "run", settlement, seen::add);
        store.settle(vip, "run", settlement, seen::add);
        LedgerCounts left = new LedgerCounts(3, 1, 2);
        assertThat(seen).containsExactly(new Settled(3, left), new Settled(0, left));
        assertThat(store.find("vip", address(3))).isPresent();
        assertThat(test.column("attempts", address(3))).isIn(1, (short) 1);
    }

    @Test
    void a_change_that_turned_round_while_it_was_under_way_is_not_confirmed() {
        test.put(vip, "joins@example.com", PENDING_ADD);
        test.put(vip, "leaves@example.com", PENDING_REMOVE);
        List<Change> underWay = test.pending(vip);
        test.ledger.remove("vip:joins@example.com");
        test.ledger.add("vip:leaves@example.com");
        test.settle(vip, underWay, List.of());
        assertThat(test.states(vip))
                .isEqualTo(Map.of("joins@example.com", PENDING_REMOVE, "leaves@example.com", PENDING_REJOIN));
    }

    @Test
    void nothing_is_settled_when_what_goes_alongside_fails() {
        test.carryOut(vip, test.plan(vip, addresses(2)));
        Settlement settlement = new Settlement(test.pending(vip), List.of());
        assertThatThrownBy(() -> store.settle(vip, "run", settlement, settled -> {
                    throw new IllegalStateException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(test.pending(vip)).hasSize(2);
    }

    @Test
    void members_of_another_sync_are_not_settled() {
        test.carryOut(basic, test.plan(basic, addresses(2)));
        List<Change> foreign = test.pending(basic);
        assertThatThrownBy(() -> test.settle(vip, foreign, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> test.settle(vip, List.of(), List.of(lost(foreign.get(0)))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // ---- dead letters ----

    @ParameterizedTest
    @EnumSource(MemberState.class)
    void requeues_parked_changes_only(MemberState state) {
        test.put(vip, address(0), state);
        long version = test.version(vip);
        assertThat(store.retryable(vip, 3)).isEqualTo(state.isParked() ? 1 : 0);
        assertThat(store.requeue(vip, "run", 3)).isEqualTo(state.isParked() ? 1 : 0);
        assertThat(test.state(vip, address(0))).isEqualTo(state.isParked() ? state.unparked() : state);
        assertThat(test.version(vip)).isEqualTo(state.isParked() ? version + 1 : version);
    }

    @Test
    void requeues_only_what_was_not_parked_too_often() {
        test.put(vip, address(3), PARKED_ADD, 3, Map.of());
        test.put(vip, address(4), PARKED_REMOVE, 4, Map.of());
        test.put(basic, address(0), PARKED_ADD);
        assertThat(store.retryable(vip, 3)).isEqualTo(1);
        assertThat(store.requeue(vip, "run", 3)).isEqualTo(1);
        assertThat(test.states(vip)).isEqualTo(Map.of(address(3), PENDING_REJOIN, address(4), PARKED_REMOVE));
        assertThat(store.counts("basic").parked()).isEqualTo(1);
        assertThat(test.pending(vip).get(0).attempts()).isEqualTo(3);
    }

    @Test
    void shows_dead_letters_newest_first_and_masked() {
        test.put(vip, "anna@example.com", PENDING_ADD);
        test.put(vip, "berta@example.com", PENDING_REMOVE);
        test.put(basic, "carla@example.com", PENDING_CHANGE);
        test.settle(vip, List.of(), List.of(refused(test.pending(vip).get(0))));
        test.settle(vip, List.of(), List.of(lost(test.pending(vip).get(0))));
        test.settle(basic, List.of(), List.of(refused(test.pending(basic).get(0))));
        List<DeadLetter> all = store.deadLetters(null, 10);
        assertThat(all)
                .extracting(DeadLetter::address)
                .containsExactly("c***@example.com", "b***@example.com", "a***@example.com");
        assertThat(all).extracting(DeadLetter::kind).containsExactly("change", "leave", "join");
        assertThat(all).extracting(DeadLetter::sync).containsExactly("basic", "vip", "vip");
        DeadLetter first = store.deadLetters("vip", 1).get(0);
        assertThat(first.reason()).isEqualTo("job-lost: nobody knows");
        assertThat(first.run()).isEqualTo("run");
        assertThat(first.attempts()).isEqualTo(1);
        assertThat(first.parkedAt()).isAfter(Instant.now().minus(1, ChronoUnit.MINUTES));
    }

    @ParameterizedTest
    @EnumSource(MemberState.class)
    void the_view_for_people_says_every_state_in_words(MemberState state) {
        test.put(vip, address(0), state);
        Map<String, Object> row = test.database.jdbc().queryForMap("select * from memberships");
        assertThat(row).containsEntry("sync", "vip").containsEntry("address", address(0));
        assertThat(row.get("state")).isEqualTo(state == PENDING_CHANGE ? "pending-change" : state.word());
        assertThat(row.get("parked_kind"))
                .isEqualTo(state.isParked() ? state.kind().word() : null);
    }

    // ---- single members ----

    @Test
    void is_an_idempotent_repository() {
        IdempotentRepository repository = test.ledger;
        String key = "vip:anna@example.com";
        assertThat(repository.contains(key)).isFalse();
        assertThat(repository.confirm(key)).isFalse();
        assertThat(repository.remove(key)).isFalse();
        assertThat(repository.add(key)).isTrue();
        assertThat(repository.add(key)).isFalse();
        assertThat(repository.contains(key)).isTrue();
        assertThat(repository.contains("basic:anna@example.com")).isFalse();
        assertThat(test.pending(vip)).extracting(Change::kind).containsExactly(ChangeKind.JOIN);
        assertThat(repository.confirm(key)).isTrue();
        assertThat(repository.confirm(key)).isFalse();
        assertThat(test.state(vip, "anna@example.com")).isEqualTo(PRESENT);
        assertThat(repository.add(key)).isFalse();
        assertThat(repository.remove(key)).isTrue();
        assertThat(repository.remove(key)).isFalse();
        assertThat(repository.contains(key)).isFalse();
        assertThat(test.state(vip, "anna@example.com")).isEqualTo(PENDING_REMOVE);
        assertThat(repository.confirm(key)).isTrue();
        assertThat(test.states(vip)).isEmpty();
        assertThat(repository.add(key)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(MemberState.class)
    void removing_never_drops_a_join_that_may_have_been_sent(MemberState state) {
        test.put(vip, address(0), state);
        boolean removed = test.ledger.remove("vip:" + address(0));
        assertThat(removed).isEqualTo(state.isWanted());
        MemberState after = state == REFUSED_ADD ? null : state == PARKED_REMOVE ? PARKED_REMOVE : PENDING_REMOVE;
        assertThat(test.state(vip, address(0))).isEqualTo(after);
    }

    @Test
    void a_confirmed_single_member_has_no_last_error() {
        test.put(vip, address(0), PENDING_ADD);
        test.settle(vip, List.of(), List.of(lost(test.pending(vip).get(0))));
        store.requeue(vip, "run", 9);
        test.ledger.confirm("vip:" + address(0));
        LedgerEntry entry = store.find("vip", address(0)).orElseThrow();
        assertThat(entry.state()).isEqualTo(PRESENT);
        assertThat(entry.reason()).isNull();
        assertThat(entry.lastError()).isNull();
    }

    @Test
    void a_single_member_of_an_unknown_sync_is_refused() {
        assertThatThrownBy(() -> test.ledger.add("nobody:anna@example.com"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody");
        for (String bad : List.of("", ":", "vip", "vip:", ":anna@example.com")) {
            assertThatThrownBy(() -> test.ledger.contains(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("anna");
        }
    }

    @Test
    void forgets_everybody_when_it_is_cleared_and_outdates_every_plan() {
        present(vip, 3);
        present(basic, 2);
        test.syncs.compared("vip", new io.cohortsync.run.SyncStore.Compared(5L, 3L));
        Plan plan = test.plan(vip, addresses(2));
        test.ledger.clear();
        assertThat(test.states(vip)).isEmpty();
        assertThat(test.states(basic)).isEmpty();
        assertThat(test.syncs.compared("vip").lastComputed()).isNull();
        assertThatThrownBy(() -> test.carryOut(vip, plan)).isInstanceOf(PlanOutdatedException.class);
        present(vip, 2);
    }

    // ---- finding ----

    @Test
    void syncs_do_not_see_each_others_members() {
        present(vip, 3);
        present(basic, 2);
        assertThat(test.plan(vip, address(0)).counts()).isEqualTo(new PlanCounts(0, 2, 0, 1, 3));
        assertThat(test.plan(basic, address(2)).counts()).isEqualTo(new PlanCounts(1, 2, 0, 0, 2));
        assertThat(store.find("vip", address(2))).isPresent();
        assertThat(store.find("basic", address(2))).isEmpty();
        test.carryOut(basic, test.plan(basic));
        assertThat(test.pending(vip)).isEmpty();
        assertThat(store.counts("vip")).isEqualTo(new LedgerCounts(3, 0, 0));
    }

    @Test
    void finds_one_member_by_its_exact_address() {
        test.put(vip, "Anna@example.com", PARKED_CHANGE);
        assertThat(store.find("vip", "Anna@example.com").orElseThrow().state()).isEqualTo(PARKED_CHANGE);
        assertThat(store.find("vip", "anna@example.com")).isEmpty();
        assertThat(store.find("nobody", "Anna@example.com")).isEmpty();
    }
}
