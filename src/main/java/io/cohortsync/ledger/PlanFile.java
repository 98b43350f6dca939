package io.cohortsync.ledger;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.cohortsync.ledger.PlannedChange.Action;
import io.cohortsync.member.MaskedAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
            }
            Files.move(part, file(runId), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the plan of run " + runId + " could not be kept below data-dir", e);
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
            Iterator<PlannedChange> changes = changes(runId);
            while (lines.size() < limit && changes.hasNext()) {
                PlannedChange change = changes.next();
                if (change.action().isShown()) {
                    lines.add(new Line(
                            change.action().name().toLowerCase(java.util.Locale.ROOT),
                            MaskedAddress.mask(change.address())));
                }
            }
        }
        return lines;
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

    private Iterator<PlannedChange> changes(String runId) {
        try {
            Iterator<CsvRecord> records =
                    CsvReader.builder().ofCsvRecord(file(runId)).iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return records.hasNext();
                }

                @Override
                public PlannedChange next() {
                    return change(records.next());
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException("the plan of run " + runId + " is gone from data-dir", e);
        }
    }

    private static PlannedChange change(CsvRecord fields) {
        return new PlannedChange(
                Action.valueOf(fields.getField(0)),
                Long.parseLong(fields.getField(1)),
                state(fields.getField(2)),
                state(fields.getField(3)),
                fields.getField(4),
                fields.getField(5).isEmpty() ? null : fields.getField(5),
                Long.parseLong(fields.getField(6)));
    }

    private static @Nullable MemberState state(String name) {
        return name.isEmpty() ? null : MemberState.valueOf(name);
    }
}
