package io.cohortsync.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.CohortSyncApplication;
import io.cohortsync.e2e.App;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The product in a process of its own with a small heap, as {@code --once}: a first sync, then a run with 1 % changed. */
final class SmallHeap {

    private final Path folder;
    private final String heap;
    private long peakResident;

    SmallHeap(Path folder, String heap) {
        this.folder = folder;
        this.heap = heap;
    }

    /** Runs twice, and says how it went; an OutOfMemoryError ends a process with exit code 3. */
    void measure(Path day1, Path day2, int rows, BenchTable table) throws Exception {
        try (Product services = new Product(folder.resolve("small-heap"))) {
            Pass first = once(services.exports(day1, rows), rows);
            Pass next = once(services.exports(day2, rows), rows);
            table.add(
                    rows + " rows with `-Xmx" + heap + "`, process by process with its start",
                    BenchTable.format(
                            "first sync %.0f s, then %.1f s; peak RSS %d MB",
                            first.seconds(), next.seconds(), peakResident / 1024),
                    "it ends");
        }
    }

    private Pass once(Product services, int rows) throws Exception {
        Path printed = folder.resolve("small-heap.txt");
        Pass pass = Pass.of(rows, () -> {
            Process process = new ProcessBuilder(command(services))
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile())
                    .start();
            while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
                peakResident = Math.max(peakResident, resident(process.pid()));
            }
            assertThat(process.exitValue())
                    .as(() -> "with -Xmx" + heap + ": " + tail(printed))
                    .isZero();
        });
        return pass;
    }

    private List<String> command(Product services) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                CohortSyncApplication.class.getName(),
                "--once=" + App.SYNC,
                "--server.port=0"));
        services.properties().forEach((key, value) -> command.add("--" + key + "=" + value));
        return command;
    }

    /** The most memory that a process has had so far, in KB; 0 where the system does not tell. */
    private static long resident(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private static String tail(Path printed) {
        try {
            List<String> lines = Files.readAllLines(printed);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
        } catch (IOException e) {
            return "nothing was printed";
        }
    }
}
