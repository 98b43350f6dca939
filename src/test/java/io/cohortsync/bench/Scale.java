package io.cohortsync.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** What grows: rows, databases, syncs. */
final class Scale {

    private static final int SYNCS = 20;

    private final Path folder;
    private final RealShapedExport exports;
    private final BenchTable table;

    Scale(Path folder, RealShapedExport exports, BenchTable table) {
        this.folder = folder;
        this.exports = exports;
        this.table = table;
    }

    /** @param largest the most rows; the others are half of it and a twentieth */
    void measure(int largest, int rounds) throws Exception {
        List<String> whole = new ArrayList<>();
        List<String> reading = new ArrayList<>();
        for (int rows : new int[] {largest / 20, largest / 2}) {
            try (Product h2 = new Product(folder.resolve("h2-" + rows)).start()) {
                FirstSync.measure(h2, day1(rows), rows, "warm", table);
                MicrosPerRow micros = microsPerRow(h2, rows, rounds);
                whole.add(BenchTable.format("%,d rows: %.2f µs", rows, micros.whole()));
                reading.add(BenchTable.format("%,d rows: %.2f µs", rows, micros.reading()));
            }
        }
        table.add("whole run, time per row", String.join("; ", whole), "within 20 % of the largest's");
        table.add("… of which read + validate + compare", String.join("; ", reading), "");
        postgres(largest / 2, rounds);
        many(largest / 40);
    }

    private void postgres(int rows, int rounds) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start();
                Product product = new Product(folder.resolve("postgres"))
                        .set("spring.datasource.url", server.getJdbcUrl("postgres", "postgres"))
                        .start()) {
            Pass first = Pass.of(rows, product.exports(day1(rows), rows)::run);
            table.add("PostgreSQL, first sync of " + rows + " rows", first);
            table.add(
                    "PostgreSQL, whole run, " + rows + " rows",
                    BenchTable.format(
                            "%.2f µs per row",
                            microsPerRow(product, rows, rounds).whole()),
                    "≤ 1.5 × H2's");
        }
    }

    /** The medians of a whole run and of its reading. */
    private record MicrosPerRow(double whole, double reading) {}

    private MicrosPerRow microsPerRow(Product product, int rows, int rounds) throws Exception {
        List<Pass> passes = new ArrayList<>();
        List<Pass> readings = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            product.exports(round % 2 == 0 ? day2(rows) : day1(rows), rows);
            Pass whole = Pass.of(rows, product::run);
            passes.add(whole);
            readings.add(whole.taking(product.readSeconds()));
        }
        return new MicrosPerRow(
                1e6 / Pass.median(passes).rowsPerSecond(),
                1e6 / Pass.median(readings).rowsPerSecond());
    }

    private void many(int rows) throws Exception {
        List<String> names = IntStream.range(0, SYNCS).mapToObj(i -> "s" + i).toList();
        Product product = new Product(folder.resolve("many"));
        names.forEach(product::alsoSync);
        try (product) {
            product.start().exports(day1(rows), rows);
            product.run();
            many(product, names, "first syncs of " + rows + " rows", rows);
            product.exports(day2(rows), rows);
            many(product, names, "runs of " + rows + " rows with 1 % changed", rows);
        }
    }

    private void many(Product product, List<String> names, String what, int rows) throws Exception {
        List<Pass> single = new ArrayList<>();
        for (String name : names.subList(0, 4)) {
            single.add(Pass.of(rows, () -> product.run(name)));
        }
        List<String> rest = names.subList(4, SYNCS);
        Pass together = Pass.of(rows * rest.size(), () -> twoAtATime(product, rest));
        Pass one = Pass.median(single);
        double alone = one.seconds() * rest.size() / 2;
        table.add(
                rest.size() + " " + what + ", two at a time",
                BenchTable.format(
                        "%.1f s, %.2f × half the sum of single runs; one alone keeps %.1f cores busy",
                        together.seconds(), together.seconds() / alone, one.coresBusy()),
                "≤ 1.2 ×");
    }

    private static void twoAtATime(Product product, List<String> names) throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (String name : names) {
                runs.add(two.submit(() -> product.run(name)));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            two.shutdown();
        }
    }

    private Path day1(int rows) throws IOException {
        Path file = folder.resolve("day1-" + rows + ".csv.gz");
        return file.toFile().exists() ? file : exports.day1(file, rows);
    }

    private Path day2(int rows) throws IOException {
        Path file = folder.resolve("day2-" + rows + ".csv.gz");
        return file.toFile().exists() ? file : exports.day2(file, rows);
    }
}
