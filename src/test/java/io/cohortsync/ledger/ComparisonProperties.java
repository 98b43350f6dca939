package io.cohortsync.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.ledger.Comparison.Rules;
import io.cohortsync.ledger.PlannedChange.Action;
import io.cohortsync.member.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the ledger holds and whatever the export shows: carried out and confirmed, the audience is the cohort. */
class ComparisonProperties {

    private static final int PEOPLE = 14;
    private static final AtomicInteger RUNS = new AtomicInteger();
    private static final TestLedger TEST = new TestLedger(TestDatabase.ownH2());

    /** A row of the ledger before the run. */
    record Row(int person, MemberState state, int attempts, int value, boolean applied) {
        /** Parked so often that it is not tried again by itself. */
        boolean isGivenUp(Rules rules) {
            return state.isParked() && attempts > rules.retryParked();
        }
    }

    /** A row of the export. */
    record Shown(int person, int value) {}

    private static String address(int person) {
        return "m" + person + "@example.com";
    }

    private static Map<String, String> tags(int value) {
        return value == 0 ? Map.of() : Map.of("Plan", "p" + value);
    }

    private static List<Member> export(List<Shown> shown, Rules rules) {
        List<Member> members = new ArrayList<>();
        for (Shown row : shown) {
            Map<String, String> tags = rules.withProperties() ? tags(row.value()) : Map.of();
            members.add(new Member(members.size() + 1, address(row.person()), tags));
        }
        return members;
    }

    private static World fill(SyncClaim claim, List<Row> rows, Rules rules) {
        World world = new World();
        for (Row row : rows) {
            Map<String, String> tags = rules.withProperties() ? tags(row.value()) : Map.of();
            TEST.put(claim, address(row.person()), row.state(), row.attempts(), tags);
            world.assume(address(row.person()), row.state(), tags, row.applied());
        }
        return world;
    }

    @Property(tries = 1_500)
    void a_plan_that_is_carried_out_and_confirmed_makes_the_audience_the_cohort(
            @ForAll("ledgers") List<Row> rows, @ForAll("exports") List<Shown> shown, @ForAll("rules") Rules rules) {
        TEST.database.empty();
        SyncClaim claim = TEST.claim("vip");
        World world = fill(claim, rows, rules);
        Set<String> before = new HashSet<>(world.audience());
        Set<String> cohort = shown.stream().map(row -> address(row.person())).collect(Collectors.toSet());
        List<Member> export = export(shown, rules);

        Plan plan = TEST.plan(claim, rules, export);
        List<PlannedChange> changes =
                StreamSupport.stream(plan.changes().spliterator(), false).toList();
        checkPlan(plan, changes, cohort);
        CarriedOut done = TEST.ledger.carryOut(claim, "run-" + RUNS.incrementAndGet(), plan, left -> {});
        assertThat(done.pending().orElseThrow().ascending()).containsExactly(TEST.store.pendingIds(claim));
        TEST.pending(claim).forEach(world::apply);
        TEST.confirmAll(claim);

        Map<String, MemberState> after = TEST.states(claim);
        Set<String> givenUp = after.keySet().stream()
                .filter(address -> after.get(address).isParked())
                .collect(Collectors.toSet());
        assertThat(givenUp)
                .isSubsetOf(rows.stream()
                        .filter(row -> row.isGivenUp(rules))
                        .map(row -> address(row.person()))
                        .toList());
        Set<String> audience = new HashSet<>(world.audience());
        audience.removeAll(givenUp);
        Set<String> wanted = new HashSet<>(cohort);
        if (rules.additive()) {
            wanted.addAll(before);
            wanted.addAll(after.keySet());
        }
        wanted.removeAll(givenUp);
        assertThat(audience).isEqualTo(wanted);
        after.keySet().removeAll(givenUp);
        assertThat(after.keySet())
                .containsAll(cohort.stream().filter(a -> !givenUp.contains(a)).toList());
        assertThat(after.values()).allMatch(state -> state == MemberState.PRESENT);
        assertThat(TEST.store.counts("vip")).isEqualTo(TEST.recount(claim));

        Plan second = TEST.plan(claim, rules, export);
        assertThat(second.changes()).isEmpty();
        assertThat(second.counts().isEmpty()).isTrue();
    }

    private static void checkPlan(Plan plan, List<PlannedChange> changes, Set<String> cohort) {
        PlanCounts counts = plan.counts();
        assertThat(counts.joined() + counts.changed() + counts.unchanged()).isEqualTo(cohort.size());
        assertThat(changes).filteredOn(c -> c.action() == Action.JOIN).hasSize((int) counts.joined());
        assertThat(changes).filteredOn(c -> c.action() == Action.LEAVE).hasSize((int) counts.left());
        assertThat(changes).filteredOn(c -> c.action() == Action.CHANGE).hasSize((int) counts.changed());
        assertThat(changes)
                .filteredOn(c -> c.action() == Action.LEAVE || c.action() == Action.FORGET)
                .noneMatch(c -> cohort.contains(c.address()));
        assertThat(changes).extracting(PlannedChange::address).doesNotHaveDuplicates();
        assertThat(counts.left()).isLessThanOrEqualTo(counts.wantedBefore());
        assertThat(plan.changes()).containsExactlyElementsOf(changes);
    }

    @Property(tries = 200)
    void duplicates_are_counted_and_dropped(@ForAll("exports") List<Shown> shown) {
        TEST.database.empty();
        SyncClaim claim = TEST.claim("vip");
        Comparison comparison = TEST.ledger.compare(claim, TestLedger.MIRROR);
        List<Member> export = export(shown, TestLedger.MIRROR);
        int half = export.size() / 2;
        comparison.accept(export.subList(0, half));
        comparison.accept(export.subList(half, export.size()));
        long different = shown.stream().map(Shown::person).distinct().count();
        assertThat(comparison.size()).isEqualTo((int) different);
        assertThat(comparison.duplicates()).isEqualTo(export.size() - different);
    }

    // ---- many runs, with everything that can happen to a change ----

    enum Fate {
        CONFIRMED,
        /** Pushwoosh says no; what it did before stays. */
        REFUSED,
        /** Applied, but nobody tells us: parked. */
        LOST_AFTER,
        /** Not applied, and nobody tells us: parked. */
        LOST_BEFORE,
        /** Applied, then the process dies. */
        CRASH_AFTER,
        /** The process dies before it is sent. */
        CRASH_BEFORE,
        /** Confirmed by Pushwoosh, but a single member's route turned the ledger round meanwhile. */
        TURNED
    }

    record Run(List<Shown> export, List<Fate> fates, boolean replay) {}

    /** Nobody stays tagged whom the ledger has forgotten, and nobody is missing. */
    @Property(tries = 600)
    void after_any_history_one_undisturbed_run_makes_the_audience_the_cohort(
            @ForAll("histories") List<Run> history, @ForAll("exports") List<Shown> last, @ForAll("rules") Rules rules) {
        TEST.database.empty();
        SyncClaim claim = TEST.claim("vip");
        World world = new World();
        Map<String, Map<String, String>> lastShown = new HashMap<>();
        for (Run run : history) {
            run(claim, run, rules, world, lastShown);
        }
        Set<String> before = new HashSet<>(world.audience());
        Rules patient = new Rules(rules.additive(), rules.withProperties(), 100);
        run(claim, new Run(last, List.of(Fate.CONFIRMED), false), patient, world, lastShown);

        Set<String> wanted = last.stream().map(row -> address(row.person())).collect(Collectors.toSet());
        if (rules.additive()) {
            assertThat(world.audience()).containsAll(wanted);
        } else {
            assertThat(world.audience()).isEqualTo(wanted);
        }
        assertThat(TEST.states(claim).keySet()).isEqualTo(world.audience());
        assertThat(TEST.store.counts("vip"))
                .isEqualTo(new LedgerCounts(world.audience().size(), 0, 0));
        lastShown.forEach((address, tags) -> {
            if (world.audience().contains(address)
                    && !tags.isEmpty()
                    && (wanted.contains(address) || rules.additive())) {
                assertThat(world.valuesOf(address)).isEqualTo(tags);
            }
        });
    }

    private static void run(
            SyncClaim claim, Run run, Rules rules, World world, Map<String, Map<String, String>> lastShown) {
        String id = "run-" + RUNS.incrementAndGet();
        if (run.replay()) {
            TEST.store.requeue(claim, id, 100);
        }
        List<Member> export = export(run.export(), rules);
        Map<String, Map<String, String>> first = new LinkedHashMap<>();
        export.forEach(member -> first.putIfAbsent(member.address(), member.properties()));
        lastShown.putAll(first);
        Plan plan = TEST.plan(claim, rules, export);
        assertThat(plan.changes())
                .containsExactlyElementsOf(scanned(claim, rules, export).changes());
        TEST.ledger.carryOut(claim, id, plan, left -> {});
        List<Change> confirmed = new ArrayList<>();
        List<ParkedChange> parked = new ArrayList<>();
        int n = 0;
        for (Change change : TEST.pending(claim)) {
            Fate fate = run.fates().get(n++ % run.fates().size());
            suffer(change, fate, world, confirmed, parked);
        }
        TEST.store.settle(claim, id, new Settlement(confirmed, parked), settled -> {});
        assertThat(TEST.store.counts("vip")).isEqualTo(TEST.recount(claim));
    }

    /** The plan as it is made from the table itself. */
    private static Plan scanned(SyncClaim claim, Rules rules, List<Member> export) {
        return TestLedger.plan(TEST.withoutRosters(), claim, rules, export);
    }

    private static void suffer(
            Change change, Fate fate, World world, List<Change> confirmed, List<ParkedChange> parked) {
        if (fate == Fate.CONFIRMED || fate == Fate.LOST_AFTER || fate == Fate.CRASH_AFTER || fate == Fate.TURNED) {
            world.apply(change);
        }
        switch (fate) {
            case CONFIRMED -> confirmed.add(change);
            case REFUSED -> parked.add(new ParkedChange(change, "refused", "no", false));
            case LOST_AFTER, LOST_BEFORE -> parked.add(new ParkedChange(change, "job-lost", "?", true));
            case TURNED -> {
                String key = "vip:" + change.address();
                assertThat(change.kind() == ChangeKind.LEAVE ? TEST.ledger.add(key) : TEST.ledger.remove(key))
                        .isTrue();
                confirmed.add(change);
            }
            case CRASH_AFTER, CRASH_BEFORE -> {}
        }
    }

    // ---- arbitraries ----

    @Provide
    Arbitrary<List<Row>> ledgers() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, PEOPLE - 1),
                        Arbitraries.of(MemberState.class),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(true, false))
                .as(Row::new)
                .list()
                .ofMaxSize(PEOPLE)
                .uniqueElements(Row::person);
    }

    @Provide
    Arbitrary<List<Shown>> exports() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, PEOPLE - 1),
                        Arbitraries.integers().between(0, 2))
                .as(Shown::new)
                .list()
                .ofMaxSize(PEOPLE + 4);
    }

    @Provide
    Arbitrary<Rules> rules() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 3))
                .as(Rules::new);
    }

    @Provide
    Arbitrary<List<Run>> histories() {
        return Combinators.combine(
                        exports(),
                        Arbitraries.of(Fate.class).list().ofMinSize(1).ofMaxSize(5),
                        Arbitraries.of(true, false))
                .as(Run::new)
                .list()
                .ofMaxSize(5);
    }
}
