package io.cohortsync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of docs/benchmarks.md, between its two markers. */
final class BenchTable {

    private static final Path PAGE = Path.of("docs/benchmarks.md");
    private static final String BEGIN = "<!-- measured: begin -->\n";
    private static final String END = "<!-- measured: end -->";

    private final List<String> lines = new ArrayList<>();

    /** Adds a line, and prints it for whoever waits. */
    void add(String what, String measured, String goal) {
        String line = "| " + what + " | " + measured + " | " + goal + " |";
        lines.add(line);
        System.out.println(line);
    }

    void add(String what, Pass pass) {
        add(what, rate(pass), "");
    }

    static String rate(Pass pass) {
        return format(
                "%,.0f rows/s (%.2f s, %,.0f octets allocated per row)",
                pass.rowsPerSecond(), pass.seconds(), pass.allocatedPerRow());
    }

    static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Puts the table into the page. */
    void write() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        String table = "\n" + hardware() + "\n\n| what | measured | goal |\n| --- | --- | --- |\n"
                + String.join("\n", lines) + "\n\n";
        Files.writeString(PAGE, page.substring(0, from) + table + page.substring(page.indexOf(END)));
    }

    private static String hardware() throws IOException {
        return format(
                "%s, %d cores (%s), Java %s, `-Xmx%dm`.",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                cpu(),
                System.getProperty("java.version"),
                Runtime.getRuntime().maxMemory() >> 20);
    }

    private static String cpu() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.exists(info)) {
            return System.getProperty("os.arch");
        }
        try (var lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .findFirst()
                    .orElse("unknown");
        }
    }
}
