package io.cohortsync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process of its own with a small heap, the services it talks to included: a first sync, then a run with 1 % changed. Prints
 * one line, or dies of an OutOfMemoryError.
 */
final class SmallHeap {

    private SmallHeap() {}

    /** Runs in a new process and returns the line that it printed. */
    static String run(Path folder, String heap, int rows) throws IOException, InterruptedException {
        Path printed = folder.resolve("small-heap.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SmallHeap.class.getName(),
                        folder.toString(),
                        Integer.toString(rows))
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        int exit = process.waitFor();
        List<String> lines = Files.readAllLines(printed);
        return exit == 0 ? lines.get(lines.size() - 1) : "it did not end well (exit " + exit + ")";
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int rows = Integer.parseInt(arguments[1]);
        try (Product product = new Product(folder.resolve("small-heap")).start()) {
            Pass first = Pass.of(rows, product.exports(folder.resolve("day1.csv.gz"), rows)::run);
            Pass next = Pass.of(rows, product.exports(folder.resolve("day2.csv.gz"), rows)::run);
            System.out.println(BenchTable.format(
                    "it ended: first sync %.0f s, then %.1f s; peak RSS %s",
                    first.seconds(), next.seconds(), peakResident()));
        }
        System.exit(0);
    }

    private static String peakResident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MB")
                    .findFirst()
                    .orElse("unknown");
        }
    }
}
