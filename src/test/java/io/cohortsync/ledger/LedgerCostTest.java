package io.cohortsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.cohortsync.member.Member;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the work of a run costs, in statements: a count says on any machine what a clock says on none. */
class LedgerCostTest {

    private final TestLedger test = new TestLedger(TestDatabase.h2());
    private final StatementCount statements = new StatementCount();
    private JdbcLedgerStore store;
    private SyncClaim claim;

    @BeforeEach
    void a_sync() {
        test.database.empty();
        claim = test.claim("vip");
        JdbcTemplate jdbc = new JdbcTemplate(statements.watch(test.database.source()));
        store = new JdbcLedgerStore(
                jdbc, new TransactionTemplate(new DataSourceTransactionManager(jdbc.getDataSource())));
    }

    private static String[] addresses(int count) {
        return IntStream.range(0, count).mapToObj(n -> "m" + n + "@example.com").toArray(String[]::new);
    }

    private MemberIds carryOut(int members) {
        Plan plan = test.plan(claim, addresses(members));
        return store.carryOut(claim, "run", plan, left -> {}).pending().orElseThrow();
    }

    @Test
    void hundred_new_members_are_one_statement() {
        carryOut(12_005);
        assertThat(statements.of("insert into cohort_members")).isEqualTo(120 + 5);
    }

    @Test
    void the_row_of_a_new_member_is_written_once() {
        long[] ids = carryOut(2_000).ascending();
        store.settle(claim, "run", confirmed(ids, 0, 1_000), settled -> {});
        store.settle(claim, "run", confirmed(ids, 1_000, 2_000), settled -> {});
        assertThat(store.counts("vip")).isEqualTo(new LedgerCounts(2_000, 0, 0));
        assertThat(statements.of("update cohort_members")).isZero();
    }

    @Test
    void what_a_broken_plan_has_written_is_deleted_in_transactions_of_ten_thousand_rows() {
        Plan broken = test.plan(claim, addresses(20_001));
        assertThatThrownBy(() -> store.carryOut(claim, "run", broken, left -> {
                    throw new IllegalStateException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(statements.of("delete from cohort_members")).isZero();
        carryOut(1);
        assertThat(statements.of("delete from cohort_members")).isEqualTo(2);
        assertThat(store.counts("vip")).isEqualTo(new LedgerCounts(0, 1, 0));
    }

    @Test
    void what_an_interrupted_delivery_left_is_written_to_the_rows_in_one_statement_for_ten_thousand() {
        carryOut(20_001);
        store.spellOut(claim);
        assertThat(statements.of("update cohort_members")).isEqualTo(3);
        assertThat(store.pendingIds(claim)).hasSize(20_001);
    }

    private Settlement confirmed(long[] ids, int from, int to) {
        return new Settlement(store.pending(Arrays.copyOfRange(ids, from, to)), List.of());
    }

    @Test
    void neighbours_are_confirmed_in_one_statement() {
        long[] ids = carryOut(1_000).ascending();
        store.spellOut(claim);
        long before = statements.of("update cohort_members");
        store.settle(claim, "run", confirmed(ids, 0, 1_000), settled -> {});
        assertThat(store.counts("vip")).isEqualTo(new LedgerCounts(1_000, 0, 0));
        assertThat(statements.of("update cohort_members") - before).isEqualTo(1);
    }

    @Test
    void what_a_plan_leaves_pending_is_read_by_batches_and_never_searched_for() {
        long[] ids = carryOut(2_000).ascending();
        assertThat(statements.of("select id")).isZero();
        assertThat(store.pending(ids)).hasSize(2_000);
        assertThat(statements.of("select id")).isEqualTo(1);
    }

    @Test
    void a_ledger_is_read_in_pages_of_ten_thousand_and_without_addresses() {
        carryOut(25_000);
        LedgerRows rows = new LedgerRows(0);
        store.reader().all(claim, rows::add);
        assertThat(rows.size()).isEqualTo(25_000);
        assertThat(statements.of("select id, digest_high, digest_low, properties_digest, state, attempts from"))
                .isEqualTo(3);
        assertThat(statements.of("select id, state, address")).isZero();
    }

    /** What stays of an address are its octets, its place and its slot in the table; nothing else is made for it. */
    @Test
    void a_row_of_the_export_takes_less_than_hundred_octets() {
        List<Member> page = TestLedger.members(addresses(1_000));
        Comparison comparison = comparison(400_000);
        comparison.accept(page);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<List<Member>> pages =
                IntStream.range(1, 101).mapToObj(LedgerCostTest::page).toList();
        long before = threads.getCurrentThreadAllocatedBytes();
        pages.forEach(comparison::accept);
        long octets = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(comparison.size()).isEqualTo(101_000);
        assertThat(octets / 100_000).isLessThan(100);
    }

    private static List<Member> page(int number) {
        return TestLedger.members(IntStream.range(0, 1_000)
                .mapToObj(n -> "member" + n + "@" + number + ".example.com")
                .toArray(String[]::new));
    }

    private static Comparison comparison(int expected) {
        return new Comparison(TestLedger.MIRROR, expected, new CompletableFuture<>(), ids -> Map.of());
    }
}
