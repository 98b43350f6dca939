package io.cohortsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunStatus;
import io.cohortsync.run.RunStore;
import io.cohortsync.run.Trigger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away in the middle of a delivery and comes back (docs/reliability.md). */
class DatabaseAwayTest {

    private static final String POST = "pushwoosh.bulk-set-tags";
    private static final List<String> MEMBERS =
            IntStream.range(0, 200).mapToObj(i -> "member" + i + "@example.com").toList();

    @TempDir
    Path dataDir;

    @Test
    void the_run_stops_and_goes_on_by_itself_when_the_database_is_back() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                CuttableProxy cable = new CuttableProxy(postgres.getPort());
                App app = new App(dataDir)
                        .setApp("batch-size", "5")
                        .setApp("max-in-flight", "2")
                        .set("spring.datasource.hikari.connection-timeout", "1000")
                        .set(
                                "spring.datasource.url",
                                "jdbc:postgresql://localhost:" + cable.port() + "/postgres?user=postgres")) {
            app.cohort(MEMBERS).start();
            String id = app.open(false, false).runId();
            await(() -> app.pushwoosh().requests(POST).size() >= 4);

            cable.cut();
            long sent = app.pushwoosh().requests(POST).size();
            await(() -> app.bean(io.cohortsync.run.ActiveRuns.class).find(id).isEmpty());
            assertThat(app.pushwoosh().requests(POST))
                    .as("only what was under way")
                    .hasSizeLessThanOrEqualTo((int) sent + 2);
            assertThat(app.audience()).hasSizeLessThan(200);

            cable.mend();
            RunStore runs = app.bean(RunStore.class);
            await(() -> runs.find(id).orElseThrow().finishedAt() != null);
            RunReport run = runs.find(id).orElseThrow();
            assertThat(run.status()).as(run.reason()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(run.trigger()).isEqualTo(Trigger.RESUME);
            assertThat(run.counts().delivered()).isEqualTo(200);
            assertThat(app.audience()).containsExactlyInAnyOrderElementsOf(MEMBERS);
            assertThat(app.amplitude().exportsRequested()).isEqualTo(1);
        }
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(120)).until(condition);
    }
}
