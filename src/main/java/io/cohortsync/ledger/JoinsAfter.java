package io.cohortsync.ledger;

import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The moves of known members, then the joins of those the ledger does not know, in the order of the export. */
final class JoinsAfter implements Iterator<PlannedChange> {

    private final Iterator<PlannedChange> moves;
    private final BitSet known;
    private final Comparison comparison;
    private int next;

    JoinsAfter(List<PlannedChange> moves, BitSet known, Comparison comparison) {
        this.moves = moves.iterator();
        this.known = known;
        this.comparison = comparison;
        this.next = known.nextClearBit(0);
    }

    @Override
    public boolean hasNext() {
        return moves.hasNext() || next < comparison.size();
    }

    @Override
    public PlannedChange next() {
        if (moves.hasNext()) {
            return moves.next();
        }
        if (next >= comparison.size()) {
            throw new NoSuchElementException();
        }
        PlannedChange join = comparison.join(next);
        next = known.nextClearBit(next + 1);
        return join;
    }
}
