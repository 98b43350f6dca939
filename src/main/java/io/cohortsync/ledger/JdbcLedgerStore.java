package io.cohortsync.ledger;

import static io.cohortsync.ledger.LedgerReader.codes;
import static io.cohortsync.ledger.LedgerReader.marks;

import io.cohortsync.member.AddressDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The ledger in a database. The protocol:
 *
 * <ol>
 *   <li>a run claims its sync ({@code SyncStore}) and gets a fence number;
 *   <li>every transaction of a run that changes the ledger first updates the sync's row {@code where fence = ?}: no row means
 *       that another process has taken over, and nothing is written;
 *   <li>a plan is carried out whole, and only {@code where version = ?} is the version it was made from, which whoever
 *       changes the ledger without a claim ({@link SingleMembers}, {@link #clear}) raises;
 *   <li>a change moves one row from one state to another, with the old state in the {@code where} clause; but the joins of
 *       new members are told by {@link JoinRanges}, until they are confirmed or something else becomes of them.
 * </ol>
 *
 * Ids are dense and clustered by sync: inserts, scans and confirmations go in key order.
 */
public class JdbcLedgerStore {

    private static final String PENDING = codes(MemberState::isPending);
    /** What may be pending, when there are new members whose rows do not say so ({@link JoinRanges}). */
    private static final String PENDING_OR_FRESH = codes(state -> state.isPending() || state == MemberState.PRESENT);

    private static final String PARKED = codes(MemberState::isParked);
    /** The branches of a {@code case}; a member is tagged or not, whether its change is parked or pending. */
    private static final String UNPARK = Arrays.stream(MemberState.values())
            .filter(MemberState::isParked)
            .map(parked ->
                    "when " + parked.code() + " then " + parked.unparked().code())
            .collect(Collectors.joining(" "));

    private final JdbcTemplate jdbc;
    private final LedgerReader reader;
    private final SyncRow syncRow;
    private final JoinRanges joins;
    private final TransactionTemplate transaction;
    private final LongSupplier nanos;

    public JdbcLedgerStore(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this(jdbc, transaction, System::nanoTime);
    }

    /** @param nanos a clock for durations */
    JdbcLedgerStore(JdbcTemplate jdbc, TransactionTemplate transaction, LongSupplier nanos) {
        this.jdbc = jdbc;
        this.reader = new LedgerReader(jdbc);
        this.syncRow = new SyncRow(jdbc);
        this.joins = new JoinRanges(jdbc);
        this.transaction = transaction;
        this.nanos = nanos;
    }

    // ---- reading ----

    /** Reads whole ledgers. */
    LedgerReader reader() {
        return reader;
    }

    JoinRanges joins() {
        return joins;
    }

    /** The counters of a sync. */
    public LedgerCounts counts(String sync) {
        return syncRow.counts(sync);
    }

    /**
     * Has every row tell its own state, so that whole ledgers can be read without their {@link JoinRanges}. There is nothing
     * to do unless the delivery of new members was interrupted.
     *
     * @throws ClaimLostException if another process has taken the sync over
     */
    void spellOut(SyncClaim claim) {
        for (IdRange range : joins.near(claim.firstId(), claim.lastId())) {
            for (long first = range.first(); first <= range.last(); first += PlanWriter.JOINS_TOGETHER) {
                long end = Math.min(first + PlanWriter.JOINS_TOGETHER, range.last() + 1);
                long[] ids = LongStream.range(first, end).toArray();
                transaction.executeWithoutResult(status -> {
                    syncRow.lock(claim);
                    joins.spellOut(ids);
                });
            }
        }
    }

    /** The ids of all pending changes of a sync, ascending. */
    long[] pendingIds(SyncClaim claim) {
        spellOut(claim);
        return reader.pendingIds(claim);
    }

    /** The changes that are still pending among the given ids, which must ascend. */
    List<Change> pending(long[] ids) {
        if (ids.length == 0) {
            return List.of();
        }
        long first = ids[0];
        long last = ids[ids.length - 1];
        List<IdRange> fresh = joins.near(first, last);
        List<Change> found = new ArrayList<>(ids.length);
        RowCallbackHandler each = row -> change(row, fresh).ifPresent(found::add);
        String rows = "select id, state, address, properties, attempts from cohort_members where state in "
                + (fresh.isEmpty() ? PENDING : PENDING_OR_FRESH);
        if (last - first < 2L * ids.length) {
            jdbc.query(rows + " and id between ? and ? order by id", each, first, last);
            found.removeIf(change -> Arrays.binarySearch(ids, change.id()) < 0);
        } else {
            Object[] parameters = Arrays.stream(ids).boxed().toArray();
            jdbc.query(rows + " and id in (" + marks(ids.length) + ") order by id", each, parameters);
        }
        return found;
    }

    /** What a row waits for; empty if for nothing. */
    private static Optional<Change> change(ResultSet row, List<IdRange> fresh) throws SQLException {
        long id = row.getLong(1);
        MemberState state = MemberState.of(row.getInt(2));
        if (state == MemberState.PRESENT) {
            if (!isIn(fresh, id)) {
                return Optional.empty();
            }
            state = MemberState.PENDING_ADD;
        }
        Map<String, String> tags = state == MemberState.PENDING_REMOVE ? Map.of() : TagsJson.read(row.getString(4));
        return Optional.of(new Change(id, state.kind(), row.getString(3), tags, row.getInt(5)));
    }

    /** Asked for each row that is sent: a stream would take a tenth of the time of a delivery. */
    private static boolean isIn(List<IdRange> ranges, long id) {
        for (IdRange range : ranges) {
            if (range.holds(id)) {
                return true;
            }
        }
        return false;
    }

    /** One member by address; reads the sync's whole ledger, as there is no index on digests. */
    public Optional<LedgerEntry> find(String sync, String address) {
        AddressDigest digest = AddressDigest.digestOf(address);
        return jdbc
                .query("""
                        select m.id,\s""" + JoinRanges.STATE + """
                                as state, m.run_id, m.reason, m.last_error, m.updated_at
                        from cohort_members m join syncs s on m.id >= s.number * 1099511627776
                             and m.id < s.number * 1099511627776 + s.next_member
                        where s.name = ? and m.digest_high = ? and m.digest_low = ? and m.address = ?
                        """, LedgerEntry::read, sync, digest.high(), digest.low(), address)
                .stream()
                .findFirst();
    }

    /**
     * Whether a row holds the address, even one that nobody sees: of a plan that never came to its end. Reads the sync's whole
     * ledger.
     */
    boolean holds(String sync, String address) {
        AddressDigest digest = AddressDigest.digestOf(address);
        return jdbc.queryForObject("""
                        select count(*) from cohort_members m join syncs s on m.id >= s.number * 1099511627776
                               and m.id < (s.number + 1) * 1099511627776
                        where s.name = ? and m.digest_high = ? and m.digest_low = ? and m.address = ?
                        """, Long.class, sync, digest.high(), digest.low(), address) > 0;
    }

    /** Parked changes, of one sync or of all, newest first. */
    public List<DeadLetter> deadLetters(@Nullable String sync, int limit) {
        if (parked(sync) == 0) {
            return List.of();
        }
        return jdbc.query("""
                select id, sync, address, parked_kind, run_id, reason, last_error, attempts, updated_at from memberships
                where parked_kind is not null and (cast(? as varchar) is null or sync = ?) order by updated_at desc, id limit ?
                """, DeadLetter::read, sync, sync, limit);
    }

    private long parked(@Nullable String sync) {
        return jdbc.queryForObject(
                "select coalesce(sum(parked), 0) from syncs where cast(? as varchar) is null or name = ?",
                Long.class,
                sync,
                sync);
    }

    // ---- carrying out a plan ----

    /**
     * Makes a plan's changes pending, all of them or none.
     *
     * @throws ClaimLostException if another process has taken the sync over
     * @throws PlanOutdatedException if the ledger has changed since the plan was made
     */
    CarriedOut carryOut(SyncClaim claim, String run, Plan plan, Consumer<LedgerCounts> alongside) {
        return new PlanWriter(jdbc, transaction, nanos, claim, run, plan).carryOut(alongside);
    }

    // ---- settling a batch ----

    /**
     * Writes what became of a batch, in one transaction.
     *
     * @param alongside gets what was changed, in the same transaction (the run's own counters)
     * @throws ClaimLostException if another process has taken the sync over; nothing is written
     */
    LedgerCounts settle(SyncClaim claim, String run, Settlement settlement, Consumer<Settled> alongside) {
        return transaction.execute(status -> {
            syncRow.lock(claim);
            LedgerCounts delta = new LedgerCounts(0, 0, 0);
            int confirmed = 0;
            for (ChangeKind kind : ChangeKind.values()) {
                int rows = confirm(kind, ids(claim, kind, settlement.confirmed()));
                delta = delta(delta, pendingState(kind), confirmedState(kind), rows);
                confirmed += rows;
            }
            delta = park(claim, run, settlement.parked(), delta);
            Settled settled = new Settled(confirmed, syncRow.add(claim, delta, false));
            alongside.accept(settled);
            return settled.left();
        });
    }

    private static long[] ids(SyncClaim claim, ChangeKind kind, List<Change> changes) {
        return changes.stream()
                .filter(change -> change.kind() == kind)
                .mapToLong(change -> requireOwn(claim, change).id())
                .sorted()
                .distinct()
                .toArray();
    }

    private static Change requireOwn(SyncClaim claim, Change change) {
        if (change.id() < claim.firstId() || change.id() > claim.lastId()) {
            throw new IllegalArgumentException("member " + change.id() + " is not of sync " + claim.sync());
        }
        return change;
    }

    private static LedgerCounts delta(LedgerCounts counts, MemberState from, @Nullable MemberState to, int rows) {
        LedgerCounts one = to == null ? counts.minus(from) : counts.plus(from, to);
        return new LedgerCounts(
                counts.present() + rows * (one.present() - counts.present()),
                counts.pending() + rows * (one.pending() - counts.pending()),
                counts.parked() + rows * (one.parked() - counts.parked()));
    }

    private int confirm(ChangeKind kind, long[] ids) {
        if (kind == ChangeKind.LEAVE) {
            return EachId.update(jdbc, "delete from cohort_members where state in " + pendingStates(kind), ids);
        }
        long[] fresh = kind == ChangeKind.JOIN ? joins.take(ids) : new long[0];
        long[] others = Arrays.stream(ids)
                .filter(id -> Arrays.binarySearch(fresh, id) < 0)
                .toArray();
        String confirmed = "update cohort_members set state = 0, attempts = 0, reason = null, last_error = null,"
                + " updated_at = current_timestamp where state in ";
        return fresh.length + EachId.update(jdbc, confirmed + pendingStates(kind), others);
    }

    private LedgerCounts park(SyncClaim claim, String run, List<ParkedChange> parked, LedgerCounts delta) {
        joins.spellOut(ids(
                claim,
                ChangeKind.JOIN,
                parked.stream().map(ParkedChange::change).toList()));
        LedgerCounts sum = delta;
        for (ChangeKind kind : ChangeKind.values()) {
            List<Object[]> rows = parked.stream()
                    .filter(change -> change.change().kind() == kind)
                    .map(change -> parkedRow(claim, run, change))
                    .toList();
            // a join that an earlier try or an earlier run may have applied stays so, whatever became of this one
            int[] moved = rows.isEmpty() ? new int[0] : jdbc.batchUpdate("""
                    update cohort_members set state = case when state = 8 or state = 1 and coalesce(run_id, '') <> ? then 4
                           else ? end, attempts = attempts + 1, run_id = ?, reason = ?, last_error = ?, updated_at = current_timestamp
                    where id = ? and state in\s""" + pendingStates(kind), rows);
            sum = delta(
                    sum,
                    pendingState(kind),
                    parkedState(kind, true),
                    Arrays.stream(moved).sum());
        }
        return sum;
    }

    private static Object[] parkedRow(SyncClaim claim, String run, ParkedChange parked) {
        Change change = requireOwn(claim, parked.change());
        String text = parked.text().substring(0, Math.min(500, parked.text().length()));
        int state = parkedState(change.kind(), parked.applied()).code();
        return new Object[] {run, state, run, parked.reason(), text, change.id()};
    }

    private static MemberState pendingState(ChangeKind kind) {
        return switch (kind) {
            case JOIN -> MemberState.PENDING_ADD;
            case CHANGE -> MemberState.PENDING_CHANGE;
            case LEAVE -> MemberState.PENDING_REMOVE;
        };
    }

    private static String pendingStates(ChangeKind kind) {
        return codes(state -> state.isPending() && state.kind() == kind);
    }

    private static @Nullable MemberState confirmedState(ChangeKind kind) {
        return kind == ChangeKind.LEAVE ? null : MemberState.PRESENT;
    }

    private static MemberState parkedState(ChangeKind kind, boolean applied) {
        return switch (kind) {
            case JOIN -> applied ? MemberState.PARKED_ADD : MemberState.REFUSED_ADD;
            case CHANGE -> MemberState.PARKED_CHANGE;
            case LEAVE -> MemberState.PARKED_REMOVE;
        };
    }

    // ---- dead letters ----

    /** Makes parked changes of a sync pending again for a run, unless they were parked too often. */
    int requeue(SyncClaim claim, String run, int mostAttempts) {
        return transaction.execute(status -> {
            syncRow.lock(claim);
            int rows = jdbc.update(
                    """
                    update cohort_members set run_id = ?, updated_at = current_timestamp, state = case state\s""" + UNPARK + " end where id between ? and ? and attempts <= ? and state in " + PARKED,
                    run,
                    claim.firstId(),
                    claim.lastId(),
                    mostAttempts);
            syncRow.add(claim, new LedgerCounts(0, rows, -rows), rows > 0);
            return rows;
        });
    }

    long retryable(SyncClaim claim, int mostAttempts) {
        return jdbc.queryForObject(
                "select count(*) from cohort_members where id between ? and ? and state in " + PARKED
                        + " and attempts <= ?",
                Long.class,
                claim.firstId(),
                claim.lastId(),
                mostAttempts);
    }

    /** Forgets every member of every sync. */
    void clear() {
        transaction.executeWithoutResult(status -> {
            jdbc.update(
                    "update syncs set present = 0, pending = 0, parked = 0, version = version + 1, last_computed = null");
            jdbc.update("delete from unconfirmed_joins");
            jdbc.update("delete from cohort_members");
        });
    }
}
