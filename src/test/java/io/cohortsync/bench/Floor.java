package io.cohortsync.bench;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.cohortsync.member.AddressCase;
import io.cohortsync.member.AddressPolicy;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * What plain Java needs: parse with FastCSV, validate by the product's policy, look up in a hash set that is there already.
 * No database, no framework, no leavers, one thread.
 */
final class Floor {

    private final AddressPolicy policy = new AddressPolicy(AddressCase.KEEP);
    private final Set<String> known;

    /** @param before the export whose members are known */
    Floor(Path before, int rows) throws IOException {
        known = new HashSet<>(2 * rows);
        each(before, known::add);
    }

    /** How many valid rows of the export are not known. */
    int unknown(Path export) throws IOException {
        int[] count = {0};
        each(export, address -> count[0] += known.contains(address) ? 0 : 1);
        return count[0];
    }

    private interface Sink {
        void accept(String address);
    }

    private void each(Path export, Sink sink) throws IOException {
        try (CloseableIterator<CsvRecord> rows =
                CsvReader.builder().ofCsvRecord(text(export)).iterator()) {
            rows.next();
            while (rows.hasNext()) {
                String address = policy.normalise(rows.next().getField(1));
                if (policy.reject(address) == null) {
                    sink.accept(address);
                }
            }
        }
    }

    static Reader text(Path export) throws IOException {
        return new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(export), 1 << 16), StandardCharsets.UTF_8);
    }
}
