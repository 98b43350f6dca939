package io.cohortsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortsync.fault.RunFailedException;
import io.cohortsync.ledger.Comparison.Rules;
import io.cohortsync.member.Member;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Whether a comparison reads the ledger's table or its copy, and that both say the same. */
class RostersTest {

    private static final int MEMBERS = 2_500;
    private static final String ROWS =
            "select id, digest_high, digest_low, properties_digest, state, attempts from cohort_members where ";

    private final TestLedger test = new TestLedger(TestDatabase.h2());
    private final StatementCount statements = new StatementCount();
    private MembershipLedger ledger;
    private SyncClaim vip;
    private int runs;

    @TempDir
    Path folder;

    @BeforeEach
    void all_members_are_present() {
        test.database.empty();
        vip = test.claim("vip");
        JdbcTemplate jdbc = new JdbcTemplate(statements.watch(test.database.source()));
        JdbcLedgerStore store = new JdbcLedgerStore(
                jdbc, new TransactionTemplate(new DataSourceTransactionManager(jdbc.getDataSource())));
        ledger = new MembershipLedger(
                store,
                new SingleMembers(store, test.database.client(), test.database.transaction()),
                new Rosters(folder, store),
                Runnable::run);
        carryOut(addresses(0, MEMBERS));
        test.confirmAll(vip);
    }

    private static String[] addresses(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> "m" + n + "@example.com").toArray(String[]::new);
    }

    private Plan plan(String... addresses) {
        return TestLedger.plan(ledger, vip, TestLedger.MIRROR, TestLedger.members(addresses));
    }

    private void carryOut(String... addresses) {
        ledger.carryOut(vip, "run-" + ++runs, plan(addresses), left -> {});
    }

    private Path file() {
        return folder.resolve("vip.roster");
    }

    /** The plan must be that of the table. */
    private void checkNextPlan() {
        String[] export = addresses(100, MEMBERS + 100);
        Plan fromTable = TestLedger.plan(test.withoutRosters(), vip, TestLedger.MIRROR, TestLedger.members(export));
        statements.clear();
        Plan plan = plan(export);
        assertThat(plan.changes()).containsExactlyElementsOf(fromTable.changes());
        assertThat(plan.counts()).isEqualTo(fromTable.counts());
        assertThat(plan.basis().pending().ascending())
                .isEqualTo(fromTable.basis().pending().ascending());
    }

    private long scans() {
        return statements.of(ROWS + "id > ?");
    }

    private long lookups() {
        return statements.of(ROWS + "id in");
    }

    @Test
    void when_all_is_confirmed_no_row_of_the_table_is_read() {
        checkNextPlan();
        assertThat(scans()).isZero();
        assertThat(lookups()).isZero();
        assertThat(statements.of("select id, address, properties")).isEqualTo(1);
    }

    @Test
    void what_is_still_open_is_looked_up_and_nothing_else() {
        carryOut(addresses(50, MEMBERS + 20));
        List<Change> open = test.pending(vip);
        test.settle(vip, open.subList(0, 30), List.of(new ParkedChange(open.get(30), "refused", "no", false)));
        checkNextPlan();
        assertThat(scans()).isZero();
        assertThat(lookups()).isEqualTo(1);
    }

    @Test
    void many_open_ends_are_not_looked_up_one_by_one() {
        carryOut(addresses(0, MEMBERS + 1_001));
        checkNextPlan();
        assertThat(scans()).isEqualTo(1);
        assertThat(lookups()).isZero();
    }

    @Test
    void values_of_members_are_compared_too() {
        Rules rules = new Rules(false, true, 5);
        List<Member> gold = List.of(new Member(1, "m0@example.com", Map.of("Plan", "gold")));
        ledger.carryOut(vip, "gold", TestLedger.plan(ledger, vip, rules, gold), left -> {});
        test.confirmAll(vip);
        ledger.carryOut(vip, "once-more", TestLedger.plan(ledger, vip, rules, gold), left -> {});
        statements.clear();
        assertThat(TestLedger.plan(ledger, vip, rules, gold).counts()).isEqualTo(new PlanCounts(0, 0, 0, 1, 1));
        List<Member> silver = List.of(new Member(1, "m0@example.com", Map.of("Plan", "silver")));
        assertThat(TestLedger.plan(ledger, vip, rules, silver).counts()).isEqualTo(new PlanCounts(0, 0, 1, 0, 1));
        assertThat(scans()).isZero();
    }

    /** Whoever changes the ledger otherwise raises its version, or leads to another run's plan. */
    @Test
    void after_any_other_change_the_table_is_read() {
        List<Consumer<TestLedger>> others = List.of(
                test -> test.ledger.remove("vip:m7@example.com"),
                test -> test.ledger.add("vip:new@example.com"),
                test -> test.store.carryOut(vip, "elsewhere", test.plan(vip, addresses(1, MEMBERS)), left -> {}),
                test -> test.database.jdbc().update("update syncs set plan_stamp = 'restored'"),
                test -> test.ledger.clear());
        for (Consumer<TestLedger> other : others) {
            other.accept(test);
            checkNextPlan();
            assertThat(scans()).isEqualTo(1);
        }
    }

    @Test
    void after_a_replay_the_table_is_read() {
        carryOut(addresses(0, MEMBERS + 1));
        test.settle(vip, List.of(), List.of(new ParkedChange(test.pending(vip).get(0), "refused", "no", false)));
        checkNextPlan();
        assertThat(scans()).isZero();
        test.store.requeue(vip, "replay", 100);
        checkNextPlan();
        assertThat(scans()).isEqualTo(1);
    }

    /** A state that no member can have is seen before anybody asks what it means. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999})
    void a_damaged_state_is_not_believed(int row) throws IOException {
        damage(128 + 34 * row + 32, 0x40);
        checkNextPlan();
        assertThat(scans()).isEqualTo(1);
    }

    /** The file was whole when it was looked at first: what is read then decides, and nothing is done by half a file. */
    @ParameterizedTest
    @ValueSource(ints = {128 + 34 * MEMBERS - 3, 128 + 34 * 1_000})
    void a_file_that_is_damaged_while_it_is_read_makes_no_plan(int length) throws Exception {
        Comparison comparison = ledger.compare(vip, TestLedger.MIRROR);
        comparison.accept(TestLedger.members(addresses(0, MEMBERS)));
        cut(length);
        assertThatThrownBy(comparison::plan)
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("Nothing was changed");
        checkNextPlan();
        assertThat(scans()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 17, 25, 33, 128, 128 + 34 * MEMBERS - 1})
    void a_damaged_file_is_not_believed(int at) throws IOException {
        damage(at, 1);
        checkNextPlan();
        assertThat(scans()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 129, 128 + 34 * 1_000, 128 + 34 * MEMBERS - 1})
    void a_cut_file_is_not_believed(int length) throws IOException {
        cut(length);
        checkNextPlan();
        assertThat(scans()).isEqualTo(1);
    }

    private void damage(int at, int bits) throws IOException {
        try (RandomAccessFile octets = new RandomAccessFile(file().toFile(), "rw")) {
            octets.seek(at);
            int octet = octets.read();
            octets.seek(at);
            octets.write(octet ^ bits);
        }
    }

    private void cut(int length) throws IOException {
        try (RandomAccessFile octets = new RandomAccessFile(file().toFile(), "rw")) {
            octets.setLength(length);
        }
    }

    @Test
    void a_longer_file_is_not_believed() throws IOException {
        try (RandomAccessFile octets = new RandomAccessFile(file().toFile(), "rw")) {
            octets.seek(octets.length());
            octets.write(new byte[34]);
        }
        checkNextPlan();
        assertThat(scans()).isEqualTo(1);
    }

    @Test
    void a_plan_that_moves_many_leaves_no_file() {
        carryOut(addresses(1_001, MEMBERS));
        assertThat(file()).doesNotExist();
        checkNextPlan();
    }

    @Test
    void a_folder_that_cannot_be_written_costs_time_only() throws IOException {
        Files.delete(file());
        Files.createDirectories(file().resolve("in-the-way"));
        carryOut(addresses(1, MEMBERS));
        Files.delete(file().resolve("in-the-way"));
        Files.delete(file());
        checkNextPlan();
        assertThat(scans()).isEqualTo(1);
    }

    @Test
    void nothing_else_is_left_behind() throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }
}
