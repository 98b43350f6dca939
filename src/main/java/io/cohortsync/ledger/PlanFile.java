package io.cohortsync.ledger;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.cohortsync.member.MaskedAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps the plan of a held or dry run on disk, so that exactly what was shown is carried out. A file is complete or it is
 * not there.
 */
public final class PlanFile {

    private final Path folder;

    /** @param folder is made when it is needed */
    public PlanFile(Path folder) {
        this.folder = folder;
    }

    /** A line of a plan as people see it; the address is masked. */
    public record Line(String kind, String address) {}

    /** Writes a plan. */
    public void write(String runId, Plan plan) {
        try {
            Files.createDirectories(folder);
            Path part = folder.resolve(runId + ".part");
            try (CsvWriter csv = CsvWriter.builder().build(part)) {
                plan.changes().forEach(change -> csv.writeRecord(fields(change)));
                csv.writeRecord(PlanLines.END);
            }
            force(part);
            Files.move(part, file(runId), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the plan of run " + runId + " could not be kept below data-dir", e);
        }
    }

    private static void force(Path part) throws IOException {
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    private static List<String> fields(PlannedChange change) {
        return List.of(
                change.action().name(),
                Long.toString(change.id()),
                change.from() == null ? "" : change.from().name(),
                change.to() == null ? "" : change.to().name(),
                change.address(),
                change.properties() == null ? "" : change.properties(),
                Long.toString(change.propertiesDigest()));
    }

    /** The plan of a run, read anew at every iteration. */
    public Plan read(String runId, long ledgerVersion, PlanCounts counts) {
        return new Plan(ledgerVersion, counts, () -> changes(runId));
    }

    public boolean exists(String runId) {
        return Files.exists(file(runId));
    }

    /** The first changes of a plan, for people; empty if there is no plan. */
    public List<Line> lines(String runId, int limit) {
        List<Line> lines = new ArrayList<>();
        if (exists(runId)) {
            try (PlanLines changes = changes(runId)) {
                while (lines.size() < limit && changes.hasNext()) {
                    show(changes.next()).ifPresent(lines::add);
                }
            }
        }
        return lines;
    }

    private static Optional<Line> show(PlannedChange change) {
        String kind = change.action().name().toLowerCase(Locale.ROOT);
        return change.action().isShown()
                ? Optional.of(new Line(kind, MaskedAddress.mask(change.address())))
                : Optional.empty();
    }

    /** Forgets the plan of a run. */
    public void delete(String runId) {
        try {
            Files.deleteIfExists(file(runId));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String runId) {
        return folder.resolve(runId + ".csv");
    }

    private PlanLines changes(String runId) {
        try {
            return new PlanLines(file(runId));
        } catch (IOException e) {
            throw new UncheckedIOException("the plan of run " + runId + " is gone from data-dir", e);
        }
    }
}
