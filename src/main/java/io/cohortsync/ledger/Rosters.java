package io.cohortsync.ledger;

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
 * from a file instead of a row from the database, which takes ten times as long (docs/design/0021-roster.md).
 *
 * <p>A file is only a copy. It is used if the run that planned last and the ledger's version are those of the database, and
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
            file = new RosterFile(FileChannel.open(file(claim), StandardOpenOption.READ));
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
        return head.version() == mark.version() && head.plannedBy().equals(mark.plannedBy());
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
        return areFew(open.size(), file.head().rows())
                ? Optional.of(new Roster(mark, file, Roster.readAgain(reader.some(open.ascending()))))
                : Optional.empty();
    }

    /** Reads the whole file, and returns the rows that were not settled when it was written. */
    private static MemberIds open(RosterFile file) {
        MemberIds open = new MemberIds();
        LedgerRows rows = new LedgerRows(RosterFile.BLOCK);
        while (file.read(rows)) {
            for (int row = 0; row < rows.size(); row++) {
                if (rows.state(row) != MemberState.PRESENT) {
                    open.add(rows.id(row));
                }
            }
        }
        return open;
    }

    private static boolean areFew(long some, long rows) {
        return some <= Math.max(FEW, rows / 10);
    }

    /** Reads the database into a file that goes away with the roster. */
    private Roster scanned(SyncClaim claim, LedgerMark mark) {
        try {
            FileChannel file = FileChannel.open(path(claim, ".scan"), TEMPORARY);
            RosterWriter writer = new RosterWriter(file);
            reader.all(claim, writer::add);
            writer.end(mark.version(), "");
            return new Roster(mark, new RosterFile(file), Roster.AS_THEN);
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalStateException(
                    "the ledger could not be laid out below data-dir (" + e.getMessage()
                            + "). Nothing was changed; free some disk space, the next run tries again",
                    e);
        }
    }

    // ---- writing ----

    /**
     * Keeps the ledger as a plan has left it, for the next comparison.
     *
     * @param run whose plan was carried out
     */
    void keep(SyncClaim claim, String run, Plan plan) {
        Plan.Basis basis = plan.basis();
        if (basis == null) {
            return;
        }
        try {
            replace(claim, run, new PlannedRoster(claim, basis.roster(), plan));
        } catch (IOException | UncheckedIOException e) {
            LOG.warn(
                    "the ledger could not be kept below rosters/ ({}), so the next run reads it from the database: {}",
                    e.getClass().getSimpleName(),
                    claim);
        }
    }

    private void replace(SyncClaim claim, String run, PlannedRoster planned) throws IOException {
        if (!areFew(planned.moves(), planned.basis().mark().expectedRows())) {
            Files.deleteIfExists(file(claim));
            return;
        }
        Path part = path(claim, ".part");
        try (FileChannel file = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            planned.write(new RosterWriter(file), run);
        }
        Files.move(part, file(claim), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(SyncClaim claim) {
        return folder.resolve(claim.sync() + ".roster");
    }

    private Path path(SyncClaim claim, String ending) throws IOException {
        Files.createDirectories(folder);
        return folder.resolve(claim.sync() + ending);
    }
}
