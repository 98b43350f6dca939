package io.cohortsync.ledger;

import io.cohortsync.member.AddressDigest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ledger as a plan leaves it: the rows it was made from, moved, and the new members after them. For one use. */
final class PlannedRoster {

    private final SyncClaim claim;
    private final Roster basis;
    private final Map<Long, PlannedChange> moves = new HashMap<>();
    private final Iterator<PlannedChange> changes;
    private final AddressDigest digest = new AddressDigest();
    private @Nullable PlannedChange firstJoin;

    /** @param plan its changes name the known members first */
    PlannedRoster(SyncClaim claim, Roster basis, Plan plan) {
        this.claim = claim;
        this.basis = basis;
        this.changes = plan.changes().iterator();
        this.firstJoin = readMoves();
    }

    private @Nullable PlannedChange readMoves() {
        while (changes.hasNext()) {
            PlannedChange change = changes.next();
            if (change.id() == 0) {
                return change;
            }
            moves.put(change.id(), change);
        }
        return null;
    }

    Roster basis() {
        return basis;
    }

    /** How many known members move. */
    int moves() {
        return moves.size();
    }

    /** Writes all rows and the head. */
    void write(RosterWriter writer, String run) throws IOException {
        basis.forEach(rows -> {
            for (int row = 0; row < rows.size(); row++) {
                writeKnown(writer, rows, row);
            }
        });
        writeJoins(writer);
        writer.end(basis.version() + 1, run);
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
