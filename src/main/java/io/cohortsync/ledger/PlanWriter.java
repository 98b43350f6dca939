package io.cohortsync.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries out one plan, whole or not at all. If it has many new members, their rows are written first, in transactions of
 * their own: nobody sees them, as their numbers are not below the sync's {@code next_member}. The last transaction moves the
 * known members and raises {@code next_member}, and so all new ones are there at once (docs/design/0022-new-members.md).
 */
final class PlanWriter {

    /** New members of one transaction: what it has written is still in memory when it is committed. */
    static final int JOINS_TOGETHER = 10_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final LongSupplier nanos;
    private final SyncRow row;
    private final JoinRanges ranges;
    private final SyncClaim claim;
    private final String run;
    private final Plan plan;
    private final List<PlannedChange> moves = new ArrayList<>();
    private final List<PlannedChange> joins = new ArrayList<>();
    private @Nullable JoinWriter writer;
    private long prolongedAt;

    /** @param nanos a clock for durations */
    PlanWriter(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            LongSupplier nanos,
            SyncClaim claim,
            String run,
            Plan plan) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.nanos = nanos;
        this.row = new SyncRow(jdbc);
        this.ranges = new JoinRanges(jdbc);
        this.claim = claim;
        this.run = run;
        this.plan = plan;
    }

    /** For one use; see {@link JdbcLedgerStore#carryOut}. */
    CarriedOut carryOut(Consumer<LedgerCounts> alongside) {
        prolongedAt = nanos.getAsLong();
        forgetUnseen();
        for (PlannedChange change : plan.changes()) {
            if (change.id() != 0) {
                moves.add(change);
            } else {
                join(change);
            }
        }
        return locked(nextMember -> finish(writeJoins(nextMember), alongside));
    }

    private void join(PlannedChange change) {
        joins.add(change);
        if (joins.size() == JOINS_TOGETHER) {
            locked(this::writeJoins);
        }
    }

    /**
     * Does something in one transaction, with the sync's row locked and its next member's number at hand. The time since the
     * last one is given back to the claim: while the row is locked nobody can renew it, and while a held plan is approved
     * nobody does. A claim that is renewed all the same ends later for a moment.
     */
    private <T> T locked(LongFunction<T> work) {
        return transaction.execute(status -> {
            T result = work.apply(row.lock(claim, plan.ledgerVersion()));
            long now = nanos.getAsLong();
            row.prolong(claim, Duration.ofNanos(now - prolongedAt));
            prolongedAt = now;
            return result;
        });
    }

    private JoinWriter writeJoins(long nextMember) {
        if (writer == null) {
            writer = new JoinWriter(jdbc, run, claim.firstId() + nextMember);
        }
        writer.write(joins);
        joins.clear();
        return writer;
    }

    /** Deletes what a plan has written that never came to its end, in transactions like those that wrote it. */
    private void forgetUnseen() {
        OptionalLong first = row.firstUnseen(claim, claim.firstId());
        while (first.isPresent()) {
            long from = first.getAsLong();
            long to = Math.min(from + JOINS_TOGETHER - 1, claim.lastId());
            locked(nextMember -> jdbc.update("delete from cohort_members where id between ? and ?", from, to));
            first = row.firstUnseen(claim, to + 1);
        }
    }

    /** No known member is in a range: they were spelled out before the plan was made, and only a plan makes new ones. */
    private CarriedOut finish(JoinWriter written, Consumer<LedgerCounts> alongside) {
        MoveWriter moved = new MoveWriter(jdbc, claim, run);
        moved.write(moves);
        ranges.add(written.ids());
        String stamp = UUID.randomUUID().toString();
        LedgerCounts delta =
                moved.delta().plus(MemberState.PENDING_ADD, written.ids().size());
        LedgerCounts left = row.carriedOut(claim, delta, written.nextId() - claim.firstId(), stamp);
        alongside.accept(left);
        return new CarriedOut(left, pending(moved, written), stamp);
    }

    /** What was pending before, moved since or not, and what the plan has made pending; null if it does not know. */
    private @Nullable MemberIds pending(MoveWriter moved, JoinWriter written) {
        Plan.Basis basis = plan.basis();
        return basis == null ? null : basis.pending().and(moved.pending()).and(written.ids());
    }
}
