package io.cohortsync.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.run.RunReport;
import java.nio.file.Path;

/** A cohort that Pushwoosh has never seen: every member is written, sent and confirmed. */
final class FirstSync {

    private FirstSync() {}

    /** @param warmth how well the code is known to the JVM by now */
    static void measure(Product product, Path export, int rows, String warmth, BenchTable table) throws Exception {
        product.exports(export, rows);
        RunReport[] report = new RunReport[1];
        Pass first = Pass.of(rows, () -> report[0] = product.run());
        long delivered = report[0].counts().delivered();
        assertThat(delivered).isEqualTo(report[0].counts().joined());
        table.add(
                "first sync of " + rows + " rows, " + warmth,
                BenchTable.format(
                        "%,.0f members/s (%.1f s: reading and planning %.1f, delivery %.1f)",
                        delivered / first.seconds(),
                        first.seconds(),
                        product.readSeconds(),
                        product.routeSeconds("cohort-deliver")),
                "≥ 60,000 members/s at 1 M");
        table.add(
                "… Pushwoosh calls per member",
                BenchTable.format("%.4f", product.pushwoosh().calls() / (double) delivered),
                "");
    }
}
