package io.cohortsync.ledger;

import io.cohortsync.fault.RunFailedException;

/**
 * The ledger of one sync at one version, for a comparison: read from a file, so that 2,000,000 members take no memory. What
 * was not settled when the file was written is shown as it is now. For one thread.
 */
public final class Roster implements AutoCloseable {

    private final LedgerMark mark;
    private final RosterFile file;
    private final Now now;

    /** How a row that was not settled when the file was written is now. */
    interface Now {
        /** Adds the row as it is now; a row that is gone is not added. */
        void add(LedgerRows then, int row, LedgerRows now);
    }

    Roster(LedgerMark mark, RosterFile file, Now now) {
        this.mark = mark;
        this.file = file;
        this.now = now;
    }

    /** Nothing has changed since the file was written. */
    static final Now AS_THEN = (then, row, now) -> now.add(then, row);

    /** Everything was confirmed since. */
    static final Now CONFIRMED = (then, row, now) -> {
        if (then.state(row) != MemberState.PENDING_REMOVE) {
            now.addPresent(then, row);
        }
    };

    /** Those rows were read again. */
    static Now readAgain(LedgerRows rows) {
        return (then, row, now) -> {
            int at = rows.rowOf(then.id(row));
            if (at >= 0) {
                now.add(rows, at);
            }
        };
    }

    long version() {
        return mark.version();
    }

    LedgerMark mark() {
        return mark;
    }

    /** Something to be done with some rows; they are gone when it returns. */
    interface Block {
        void take(LedgerRows rows);
    }

    /** Gives all rows in key order, in blocks of at most a thousand. */
    void forEach(Block block) {
        LedgerRows then = new LedgerRows(RosterFile.BLOCK);
        LedgerRows rows = new LedgerRows(RosterFile.BLOCK);
        file.rewind();
        while (file.read(then)) {
            rows.clear();
            for (int row = 0; row < then.size(); row++) {
                if (then.isPresent(row)) {
                    rows.add(then, row);
                } else {
                    now.add(then, row, rows);
                }
            }
            block.take(rows);
        }
        if (!file.isWhole()) {
            throw new RunFailedException("a file below data-dir/rosters was damaged while it was read."
                    + " Nothing was changed; the next run reads the database instead");
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
