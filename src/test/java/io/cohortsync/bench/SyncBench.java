package io.cohortsync.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.run.RunReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product beside plain Java and the textbook route, alternating in one process, so that whatever else the machine does
 * slows all of them. It measures and never fails by a clock; that everything was read and delivered is asserted.
 */
class SyncBench {

    private static final int ROWS = Integer.getInteger("bench.rows", 2_000_000);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    /** Takes minutes at 2,000,000 rows. */
    private static final int TEXTBOOK_ROUNDS = 1;

    @TempDir
    Path folder;

    private final BenchTable table = new BenchTable();
    private final List<Pass> floors = new ArrayList<>();
    private final List<Pass> textbooks = new ArrayList<>();
    private final List<Pass> reads = new ArrayList<>();
    private final List<Pass> runs = new ArrayList<>();
    private long calls;
    private long delivered;

    @Test
    void measure() throws Exception {
        RealShapedExport exports = new RealShapedExport();
        Path day1 = exports.day1(folder.resolve("day1.csv.gz"), ROWS);
        Path day2 = exports.day2(folder.resolve("day2.csv.gz"), ROWS);
        try (Product product = new Product(folder.resolve("data")).start();
                TextbookRoute textbook = new TextbookRoute(folder)) {
            FirstSync.measure(product, day1, ROWS, table);
            Floor floor = new Floor(day1, ROWS);
            textbook.run(day1);
            for (int round = 0; round < ROUNDS; round++) {
                alternate(floor, product, round % 2 == 0 ? day2 : day1);
                if (round < TEXTBOOK_ROUNDS) {
                    textbooks.add(Pass.of(ROWS, () -> textbook.run(day2)));
                }
            }
        }
        report();
        new SmallHeap(folder, "384m").measure(day1, day2, ROWS, table);
        new Scale(folder, exports, table).measure(ROWS, ROUNDS);
        table.write();
    }

    private void alternate(Floor floor, Product product, Path export) throws Exception {
        product.exports(export, ROWS);
        floors.add(Pass.of(ROWS, () -> floor.unknown(export)));
        Pass whole = Pass.of(ROWS, product::dryRun);
        reads.add(whole.taking(product.readSeconds()));
        floors.add(Pass.of(ROWS, () -> floor.unknown(export)));
        long callsBefore = product.pushwoosh().calls();
        RunReport[] report = new RunReport[1];
        runs.add(Pass.of(ROWS, () -> report[0] = product.run()));
        assertThat(report[0].counts().read()).isEqualTo(ROWS);
        assertThat(report[0].counts().pending()).isZero();
        assertThat(report[0].counts().delivered()).isPositive();
        calls += product.pushwoosh().calls() - callsBefore;
        delivered += report[0].counts().delivered();
    }

    private void report() {
        Pass floor = Pass.median(floors);
        Pass read = Pass.median(reads);
        Pass textbook = Pass.median(textbooks);
        Pass run = Pass.median(runs);
        table.add("plain Java: parse, validate, look up (the floor)", floor);
        table.add("textbook route", textbook);
        table.add("read + validate + compare", read);
        table.add(
                "… against the floor",
                BenchTable.format("%.2f ×", read.rowsPerSecond() / floor.rowsPerSecond()),
                "≥ 0.8 ×");
        table.add(
                "… against the textbook route",
                BenchTable.format("%.0f ×", read.rowsPerSecond() / textbook.rowsPerSecond()),
                "≥ 40 ×");
        table.add("whole run, 1 % changed", run);
        table.add(
                "… against the floor", BenchTable.format("%.2f × its time", run.seconds() / floor.seconds()), "≤ 3 ×");
    }
}
