package io.cohortsync.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.run.RunReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product beside plain Java and the textbook route, alternating in one process, so that whatever else the machine does
 * slows all of them. It measures and never fails by a clock; that everything was read and delivered is asserted.
 */
class SyncBench {

    private static final int ROWS = Integer.getInteger("bench.rows", 2_000_000);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    /** Rounds that do not count: the goals are for warm code. */
    private static final int WARM_UP = 2;

    private static final int WARM_UP_ROWS = Math.min(ROWS, 200_000);

    @TempDir
    Path folder;

    private final BenchTable table = new BenchTable();
    private final List<Pass> floors = new ArrayList<>();
    private final List<Pass> textbooks = new ArrayList<>();
    private final List<Pass> reads = new ArrayList<>();
    private final List<Pass> runs = new ArrayList<>();
    private final List<Double> readRatios = new ArrayList<>();
    private final List<Double> runRatios = new ArrayList<>();

    @Test
    void measure() throws Exception {
        RealShapedExport exports = new RealShapedExport();
        Path day1 = exports.day1(folder.resolve("day1.csv.gz"), ROWS);
        Path day2 = exports.day2(folder.resolve("day2.csv.gz"), ROWS);
        try (Product product = new Product(folder.resolve("data")).start();
                TextbookRoute textbook = new TextbookRoute(folder)) {
            FirstSync.measure(product, day1, ROWS, "cold", table);
            Floor floor = new Floor(day1, ROWS);
            textbook.knows(day1);
            for (int round = 0; round < WARM_UP + ROUNDS; round++) {
                if (round == WARM_UP) {
                    forgetRounds();
                }
                alternate(floor, product, round % 2 == 0 ? day2 : day1);
            }
            textbook.run(exports.day1(folder.resolve("warm-up.csv.gz"), WARM_UP_ROWS));
            textbooks.add(Pass.of(ROWS, () -> textbook.run(day2)));
        }
        report();
        new SmallHeap(folder, "384m").measure(day1, day2, ROWS, table);
        new Scale(folder, exports, table).measure(ROWS, ROUNDS);
        table.write();
    }

    private void alternate(Floor floor, Product product, Path export) throws Exception {
        product.exports(export, ROWS);
        Pass before = Pass.of(ROWS, () -> floor.unknown(export));
        Pass read = Pass.of(ROWS, product::dryRun).taking(product.readSeconds());
        Pass after = Pass.of(ROWS, () -> floor.unknown(export));
        RunReport[] report = new RunReport[1];
        Pass run = Pass.of(ROWS, () -> report[0] = product.run());
        assertThat(report[0].counts().read()).isEqualTo(ROWS);
        assertThat(report[0].counts().pending()).isZero();
        assertThat(report[0].counts().delivered()).isPositive();
        double floorSeconds = (before.seconds() + after.seconds()) / 2;
        readRatios.add(floorSeconds / read.seconds());
        runRatios.add(run.seconds() / floorSeconds);
        floors.addAll(List.of(before, after));
        reads.add(read);
        runs.add(run);
    }

    private void forgetRounds() {
        List.of(floors, reads, runs, readRatios, runRatios).forEach(List::clear);
    }

    private static double median(List<Double> ratios) {
        return ratios.stream().sorted().toList().get((ratios.size() - 1) / 2);
    }

    private static String each(List<Double> ratios) {
        return ratios.stream().map(ratio -> BenchTable.format("%.2f", ratio)).collect(Collectors.joining(", "));
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
                BenchTable.format("%.2f × (%s)", median(readRatios), each(readRatios)),
                "≥ 0.8 ×");
        table.add(
                "… against the textbook route",
                BenchTable.format("%.0f ×", read.rowsPerSecond() / textbook.rowsPerSecond()),
                "≥ 40 ×");
        table.add("whole run, 1 % changed", run);
        table.add(
                "… against the floor",
                BenchTable.format("%.2f × its time (%s)", median(runRatios), each(runRatios)),
                "≤ 3 ×");
    }
}
