package io.cohortsync.ledger;

import io.cohortsync.fault.RunFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledgers of all syncs as files, each written when a plan was carried out: the next comparison reads 34 octets a member
 * from a file instead of a row from the database (docs/design/0021-roster.md).
 *
 * <p>A file is only a copy. It is used if the stamp of the last plan and the ledger's version are those of the database, and
 * if its checksum is right; whatever was not settled when it was written is asked of the database. Otherwise the database
 * is read, and nothing is lost but time.
 */
public final class Rosters {

    private static final Logger LOG = LoggerFactory.getLogger(Rosters.class);
    /** More open ends than this, and than a tenth of the rows, are not looked up one by one. */
    private static final int FEW = 1_000;

    private static final Set<OpenOption> TEMPORARY = Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);

    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);

    private final Path folder;
    private final LedgerReader reader;

    /** @param folder is made when it is needed */
    public Rosters(Path folder, JdbcLedgerStore store) {
        this.folder = folder;
        this.reader = store.reader();
    }

    // ---- reading ----

    /** The sync's ledger as it is now. */
    Roster read(SyncClaim claim) {
        LedgerMark mark = reader.mark(claim);
        return kept(claim, mark).orElseGet(() -> scanned(claim, mark));
    }

    /** The file, if it can be used. */
    private Optional<Roster> kept(SyncClaim claim, LedgerMark mark) {
        RosterFile file = null;
        Optional<Roster> roster = Optional.empty();
        try {
            file = RosterFile.of(FileChannel.open(file(claim), StandardOpenOption.READ));
            roster = isOf(file.head(), mark) ? roster(file, mark) : Optional.empty();
        } catch (NoSuchFileException e) {
            // nothing was kept
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("a file below rosters/ cannot be read ({}); the database is read instead", e.getMessage());
        } finally {
            closeUnlessUsed(file, roster);
        }
        return roster;
    }

    private static void closeUnlessUsed(@Nullable RosterFile file, Optional<Roster> roster) {
        if (file != null && roster.isEmpty()) {
            file.close();
        }
    }

    private static boolean isOf(RosterHead head, LedgerMark mark) {
        return head.version() == mark.version() && head.planStamp().equals(mark.planStamp());
    }

    /** Empty if the file is damaged, or has too many open ends. */
    private Optional<Roster> roster(RosterFile file, LedgerMark mark) {
        MemberIds open = open(file);
        if (!file.isWhole()) {
            LOG.warn("a file below rosters/ is damaged; the database is read instead");
            return Optional.empty();
        }
        if (mark.isSettled()) {
            return Optional.of(new Roster(mark, file, Roster.CONFIRMED));
        }
        return open.size() <= most(file.head().rows())
                ? Optional.of(new Roster(mark, file, Roster.readAgain(reader.some(open.ascending()))))
                : Optional.empty();
    }

    /** Reads the whole file, and returns the rows that were not settled when it was written. */
    private static MemberIds open(RosterFile file) {
        MemberIds open = new MemberIds();
        LedgerRows rows = new LedgerRows(RosterFile.BLOCK);
        while (file.read(rows)) {
            for (int row = 0; row < rows.size(); row++) {
                if (!rows.isPresent(row)) {
                    open.add(rows.id(row));
                }
            }
        }
        return open;
    }

    /** How many of the rows may move, or be open, for the file to be of use. */
    private static int most(long rows) {
        return (int) Math.max(FEW, rows / 10);
    }

    /** Reads the database into a file that goes away with the roster. */
    private Roster scanned(SyncClaim claim, LedgerMark mark) {
        try {
            FileChannel file = FileChannel.open(inFolder(claim, ".scan"), TEMPORARY);
            try {
                RosterWriter writer = new RosterWriter(file);
                reader.all(claim, writer::add);
                writer.end(mark.version(), "");
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
            return new Roster(mark, RosterFile.of(file), Roster.AS_THEN);
        } catch (IOException | UncheckedIOException e) {
            throw new RunFailedException("the ledger could not be laid out below data-dir (" + e.getMessage()
                    + "). Nothing was changed; free some disk space, the next run tries again");
        }
    }

    // ---- writing ----

    /**
     * Keeps the ledger as a plan has left it, for the next comparison.
     *
     * @param planStamp of the plan, which is carried out
     */
    void keep(SyncClaim claim, String planStamp, Plan plan) {
        Plan.Basis basis = plan.basis();
        if (basis == null) {
            return;
        }
        try {
            int most = most(basis.roster().mark().expectedRows());
            Optional<PlannedRoster> planned = PlannedRoster.of(claim, basis.roster(), plan, most);
            if (planned.isPresent()) {
                write(claim, planStamp, planned.get());
            } else {
                Files.deleteIfExists(file(claim));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "the ledger could not be kept below rosters/ ({}), so the next run reads it from the database: {}",
                    e.getClass().getSimpleName(),
                    claim);
        }
    }

    private void write(SyncClaim claim, String planStamp, PlannedRoster planned) throws IOException {
        Path part = inFolder(claim, ".part");
        try {
            try (FileChannel file = FileChannel.open(part, NEW)) {
                planned.write(new RosterWriter(file), planStamp);
            }
            Files.move(part, file(claim), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Path file(SyncClaim claim) {
        return folder.resolve(claim.sync() + ".roster");
    }

    /** A file of this claim alone, in a folder that is there. */
    private Path inFolder(SyncClaim claim, String ending) throws IOException {
        Files.createDirectories(folder);
        return folder.resolve(claim.sync() + "." + claim.fence() + ending);
    }
}
