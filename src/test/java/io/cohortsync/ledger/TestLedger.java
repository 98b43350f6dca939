package io.cohortsync.ledger;

import io.cohortsync.member.AddressDigest;
import io.cohortsync.member.Member;
import io.cohortsync.run.SyncStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The ledger on a test database, with a look behind the scenes. */
final class TestLedger {

    final TestDatabase database;
    final JdbcLedgerStore store;
    final SyncStore syncs;
    final MembershipLedger ledger;

    TestLedger(TestDatabase database) {
        this.database = database;
        store = new JdbcLedgerStore(database.jdbc(), database.transaction());
        syncs = new SyncStore(database.jdbc());
        ledger = ledger(folder());
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("rosters");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same ledger, which has kept nothing yet. */
    MembershipLedger withoutRosters() {
        return ledger(folder());
    }

    private MembershipLedger ledger(Path rosters) {
        return new MembershipLedger(
                store,
                new SingleMembers(store, database.client(), database.transaction()),
                new Rosters(rosters, store),
                Runnable::run);
    }

    LedgerRows rows(SyncClaim claim) {
        LedgerRows rows = new LedgerRows(0);
        store.reader().all(claim, rows::add);
        return rows;
    }

    long version(SyncClaim claim) {
        return store.reader().mark(claim).version();
    }

    SyncClaim claim(String sync) {
        syncs.ensure(sync);
        return syncs.claim(sync, "test", Duration.ofMinutes(5)).orElseThrow();
    }

    /** Another process takes the sync over. */
    SyncClaim takeOver(SyncClaim claim) {
        syncs.release(claim);
        return claim(claim.sync());
    }

    /** Puts a row of any state straight into the table, and counts it. */
    long put(SyncClaim claim, String address, MemberState state, int attempts, Map<String, String> tags) {
        AddressDigest digest = new AddressDigest();
        digest.of(address);
        long id = claim.firstId() + nextMember(claim);
        database.jdbc()
                .update(
                        """
                        insert into cohort_members
                               (id, digest_high, digest_low, properties_digest, state, attempts, address, properties)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                        id,
                        digest.high(),
                        digest.low(),
                        digest.ofProperties(tags),
                        state.code(),
                        attempts,
                        address,
                        tags.isEmpty() ? null : TagsJson.write(tags));
        database.jdbc()
                .update(
                        "update syncs set next_member = next_member + 1, present = present + ?, pending = pending + ?,"
                                + " parked = parked + ? where name = ?",
                        state.isTagged() ? 1 : 0,
                        state.isPending() ? 1 : 0,
                        state.isParked() ? 1 : 0,
                        claim.sync());
        return id;
    }

    private long nextMember(SyncClaim claim) {
        return store.reader().mark(claim).nextMember();
    }

    long put(SyncClaim claim, String address, MemberState state) {
        return put(claim, address, state, state.isParked() ? 1 : 0, Map.of());
    }

    /** The counters as the table has them. */
    LedgerCounts recount(SyncClaim claim) {
        LedgerCounts counts = new LedgerCounts(0, 0, 0);
        for (MemberState state : states(claim).values()) {
            counts = counts.plus(state);
        }
        return counts;
    }

    Map<String, MemberState> states(SyncClaim claim) {
        Map<String, MemberState> states = new LinkedHashMap<>();
        List<IdRange> fresh = store.joins().near(claim.firstId(), claim.lastId());
        database.jdbc()
                .query(
                        "select id, address, state from cohort_members where id >= ? and id < ? order by id",
                        row -> {
                            long id = row.getLong(1);
                            boolean isFresh = fresh.stream().anyMatch(range -> range.holds(id));
                            states.put(
                                    row.getString(2),
                                    isFresh ? MemberState.PENDING_ADD : MemberState.of(row.getInt(3)));
                        },
                        claim.firstId(),
                        claim.firstId() + nextMember(claim));
        return states;
    }

    @Nullable
    MemberState state(SyncClaim claim, String address) {
        return states(claim).get(address);
    }

    /** What the database holds of one member in a column. */
    @Nullable
    Object column(String column, String address) {
        return database.jdbc()
                .queryForObject("select " + column + " from cohort_members where address = ?", Object.class, address);
    }

    /** What is pending, without having it spelled out. */
    List<Change> pending(SyncClaim claim) {
        return store.pending(LongStream.range(claim.firstId(), claim.firstId() + nextMember(claim))
                .toArray());
    }

    Plan plan(SyncClaim claim, Comparison.Rules rules, List<Member> export) {
        return plan(ledger, claim, rules, export);
    }

    static Plan plan(MembershipLedger ledger, SyncClaim claim, Comparison.Rules rules, List<Member> export) {
        try {
            Comparison comparison = ledger.compare(claim, rules);
            comparison.accept(export);
            return comparison.plan();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Plan plan(SyncClaim claim, String... addresses) {
        return plan(claim, MIRROR, members(addresses));
    }

    void carryOut(SyncClaim claim, Plan plan) {
        store.carryOut(claim, "run", plan, left -> {});
    }

    void settle(SyncClaim claim, List<Change> confirmed, List<ParkedChange> parked) {
        store.settle(claim, "run", new Settlement(confirmed, parked), settled -> {});
    }

    void confirmAll(SyncClaim claim) {
        settle(claim, pending(claim), List.of());
    }

    static final Comparison.Rules MIRROR = new Comparison.Rules(false, false, 5);

    static List<Member> members(String... addresses) {
        return java.util.Arrays.stream(addresses)
                .map(address -> new Member(1, address, Map.of()))
                .toList();
    }
}
