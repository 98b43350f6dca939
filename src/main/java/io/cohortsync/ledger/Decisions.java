package io.cohortsync.ledger;

import io.cohortsync.ledger.PlannedChange.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a known member moves (docs/design/0003-ledger.md has them as a table), and the counts.
 *
 * <p>A change that may have reached Pushwoosh without our knowing is always followed by its opposite, never dropped.
 */
final class Decisions {

    /** One move: what it counts as, and the state it leads to (null: the row goes). */
    record Step(Action action, @Nullable MemberState to) {}

    private final Comparison.Rules rules;
    private final List<PlannedChange> moves = new ArrayList<>();
    private long rejoined;
    private long left;
    private long changed;
    private long unchanged;
    private long wantedBefore;

    Decisions(Comparison.Rules rules) {
        this.rules = rules;
    }

    /** What becomes of a row whose member stands in the export; empty if it stays as it is. */
    Optional<Step> inCohort(MemberState state, int attempts, boolean newValues) {
        countWanted(state);
        return switch (state) {
            case PRESENT -> newValues ? step(Action.CHANGE, MemberState.PENDING_CHANGE) : Optional.empty();
            case PENDING_ADD -> newValues ? step(Action.RETRY, MemberState.PENDING_REJOIN) : Optional.empty();
            case PENDING_REJOIN, PENDING_CHANGE -> newValues ? step(Action.RETRY, state) : Optional.empty();
            case PENDING_REMOVE, PARKED_REMOVE -> step(Action.JOIN, MemberState.PENDING_REJOIN);
            case PARKED_ADD, PARKED_CHANGE, REFUSED_ADD -> retry(state, attempts, newValues);
        };
    }

    /** What becomes of a row whose member does not stand in a complete export; empty if it stays as it is. */
    Optional<Step> gone(MemberState state, int attempts) {
        countWanted(state);
        if (rules.additive()) {
            return goneButKept(state, attempts);
        }
        return switch (state) {
            case PRESENT, PENDING_CHANGE, PARKED_CHANGE, PENDING_ADD, PENDING_REJOIN, PARKED_ADD ->
                step(Action.LEAVE, MemberState.PENDING_REMOVE);
            case REFUSED_ADD -> step(Action.FORGET, null);
            case PENDING_REMOVE -> Optional.empty();
            case PARKED_REMOVE -> retry(state, attempts, false);
        };
    }

    private Optional<Step> goneButKept(MemberState state, int attempts) {
        return switch (state) {
            case PENDING_REMOVE, PARKED_REMOVE -> step(Action.RETRY, MemberState.PENDING_REJOIN);
            case PARKED_ADD, PARKED_CHANGE -> retry(state, attempts, false);
            case REFUSED_ADD -> step(Action.FORGET, null);
            case PRESENT, PENDING_ADD, PENDING_REJOIN, PENDING_CHANGE -> Optional.empty();
        };
    }

    private Optional<Step> retry(MemberState state, int attempts, boolean newValues) {
        return newValues || attempts <= rules.retryParked() ? step(Action.RETRY, state.unparked()) : Optional.empty();
    }

    private static Optional<Step> step(Action action, @Nullable MemberState to) {
        return Optional.of(new Step(action, to));
    }

    /** Those who can leave: a refused join was never in the audience, and must not make a mass leave look small. */
    private void countWanted(MemberState state) {
        if (state.isWanted() && state != MemberState.REFUSED_ADD) {
            wantedBefore++;
        }
    }

    void add(Step step, long id, MemberState from, String address, @Nullable String properties, long digest) {
        moves.add(new PlannedChange(step.action(), id, from, step.to(), address, properties, digest));
        switch (step.action()) {
            case JOIN -> rejoined++;
            case LEAVE -> left++;
            case CHANGE -> changed++;
            case RETRY, FORGET -> {}
        }
    }

    /** To be called for every member of the export whose row stays, or is merely tried again. */
    void unchanged() {
        unchanged++;
    }

    List<PlannedChange> moves() {
        return moves;
    }

    PlanCounts counts(long joined) {
        return new PlanCounts(joined + rejoined, left, changed, unchanged, wantedBefore);
    }
}
