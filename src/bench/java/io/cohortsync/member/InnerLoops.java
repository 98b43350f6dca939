package io.cohortsync.member;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What one row costs in each of the four inner loops: parse, validate, digest, probe. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InnerLoops {

    private static final int ROWS = 100_000;
    /** As many members as the largest cohort, so that the table is as far from the processor as it is in a run. */
    private static final int MEMBERS = 2_000_000;

    private final AddressPolicy policy = new AddressPolicy(AddressCase.KEEP);
    private final AddressDigest digest = new AddressDigest();
    private final DigestTable table = new DigestTable(MEMBERS);
    private final long[] highs = new long[ROWS];
    private final long[] lows = new long[ROWS];
    private final List<MemberPage> pages = new ArrayList<>();
    private Path export;

    @Setup(Level.Trial)
    public void prepare() throws IOException {
        export = Files.createTempFile("inner-loops", ".csv");
        StringBuilder csv = new StringBuilder("\"amplitude_id\",\"user_id\"\n");
        for (int i = 0; i < ROWS; i++) {
            csv.append("\"3568964").append(i).append("\",\"").append(address(i)).append("\"\n");
        }
        Files.writeString(export, csv);
        ExportReader.open(export, "user_id", List.of(), MemberPage.DEFAULT_SIZE).forEachRemaining(pages::add);
        for (int i = 0; i < MEMBERS; i++) {
            digest.of(address(i));
            table.put(digest.high(), digest.low(), i);
            if (i % (MEMBERS / ROWS) == 0) {
                highs[i / (MEMBERS / ROWS)] = digest.high();
                lows[i / (MEMBERS / ROWS)] = digest.low();
            }
        }
    }

    private static String address(int i) {
        return "oksana.campbell" + i * 7919L % MEMBERS + ".343b@mail.example.org";
    }

    @TearDown(Level.Trial)
    public void forget() throws IOException {
        Files.delete(export);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long parse() {
        try (ExportReader reader = ExportReader.open(export, "user_id", List.of(), MemberPage.DEFAULT_SIZE)) {
            while (reader.hasNext()) {
                reader.next();
            }
            return reader.rowsRead();
        } catch (UncheckedIOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int validate() {
        int valid = 0;
        for (MemberPage page : pages) {
            valid += policy.check(page).members().size();
        }
        return valid;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long digest() {
        long sum = 0;
        for (MemberPage page : pages) {
            for (Member member : page.members()) {
                digest.of(member.address());
                sum += digest.low();
            }
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long probe() {
        long sum = 0;
        for (int i = 0; i < ROWS; i++) {
            sum += table.find(highs[i], lows[i]);
        }
        return sum;
    }
}
