package io.cohortsync.ledger;

import io.cohortsync.member.AddressDigest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ledger as a plan leaves it: the rows it was made from, moved, and the new members after them. For one use. */
final class PlannedRoster {

    private final SyncClaim claim;
    private final Roster basis;
    private final Map<Long, PlannedChange> moves = new HashMap<>();
    private final Iterator<PlannedChange> changes;
    private final AddressDigest digest = new AddressDigest();
    private @Nullable PlannedChange firstJoin;

    private PlannedRoster(SyncClaim claim, Roster basis, Iterator<PlannedChange> changes) {
        this.claim = claim;
        this.basis = basis;
        this.changes = changes;
    }

    /**
     * The ledger after a plan; empty if it moves more known members than so many.
     *
     * @param plan its changes name the known members first
     */
    static Optional<PlannedRoster> of(SyncClaim claim, Roster basis, Plan plan, int most) {
        PlannedRoster planned = new PlannedRoster(claim, basis, plan.changes().iterator());
        return planned.readMoves(most) ? Optional.of(planned) : Optional.empty();
    }

    private boolean readMoves(int most) {
        while (changes.hasNext() && firstJoin == null && moves.size() <= most) {
            PlannedChange change = changes.next();
            if (change.id() == 0) {
                firstJoin = change;
            } else {
                moves.put(change.id(), change);
            }
        }
        return moves.size() <= most;
    }

    /** Writes all rows and the head. */
    void write(RosterWriter writer, String planStamp) throws IOException {
        basis.forEach(rows -> {
            for (int row = 0; row < rows.size(); row++) {
                writeKnown(writer, rows, row);
            }
        });
        writeJoins(writer);
        writer.end(basis.version() + 1, planStamp);
    }

    /** The attempts of a row that moves are not known here, and are not asked for: it is open, and so looked at again. */
    private void writeKnown(RosterWriter writer, LedgerRows rows, int row) {
        PlannedChange move = moves.get(rows.id(row));
        if (move == null) {
            writer.add(rows, row);
        } else if (move.to() != null) {
            writer.add(
                    rows.id(row),
                    rows.high(row),
                    rows.low(row),
                    move.propertiesDigest(),
                    move.to().code(),
                    0);
        }
    }

    /** New members get their numbers in the order of the plan, as {@link PlanWriter} gives them. */
    private void writeJoins(RosterWriter writer) {
        long id = claim.firstId() + basis.mark().nextMember();
        for (PlannedChange join = firstJoin; join != null; join = changes.hasNext() ? changes.next() : null) {
            digest.of(join.address());
            writer.add(
                    id++,
                    digest.high(),
                    digest.low(),
                    join.propertiesDigest(),
                    join.to().code(),
                    0);
        }
    }
}
