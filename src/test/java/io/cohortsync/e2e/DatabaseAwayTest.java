package io.cohortsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.demo.FaultKind;
import io.cohortsync.run.ActiveRuns;
import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunStatus;
import io.cohortsync.run.RunStore;
import io.cohortsync.run.Trigger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessResourceFailureException;

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
                        .set("spring.datasource.url", url(cable.port()))) {
            app.cohort(MEMBERS).start();
            String id = app.open(false, false).runId();
            await(() -> app.pushwoosh().requests(POST).size() >= 4);

            cable.cut();
            long sent = app.pushwoosh().requests(POST).size();
            await(() -> app.bean(ActiveRuns.class).find(id).isEmpty());
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

    @Test
    void a_node_that_another_one_has_overtaken_writes_nothing_any_more() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                CuttableProxy cable = new CuttableProxy(postgres.getPort());
                App app = new App(dataDir.resolve("one"))
                        .set("spring.datasource.hikari.connection-timeout", "1000")
                        .set("spring.datasource.url", url(cable.port()))) {
            app.pushwoosh().faults().next(POST, FaultKind.TIMEOUT_BEFORE_APPLY);
            app.cohort(MEMBERS).start();
            String id = app.open(false, false).runId();
            await(() -> app.pushwoosh().requests(POST).size() == 1);
            cable.cut();

            Map<String, Object> other = new LinkedHashMap<>(app.properties());
            other.put("cohort-sync.data-dir", dataDir.resolve("two").toString());
            other.put("spring.datasource.url", url(postgres.getPort()));
            try (ConfigurableApplicationContext second = App.context(other)) {
                RunStore runs = second.getBean(RunStore.class);
                await(() -> runs.find(id).orElseThrow().finishedAt() != null);
                RunReport run = runs.find(id).orElseThrow();
                assertThat(run.status()).as(run.reason()).isEqualTo(RunStatus.SUCCEEDED);
                assertThat(run.trigger()).isEqualTo(Trigger.RESUME);
                assertThat(run.counts().delivered()).isEqualTo(200);

                cable.mend();
                app.pushwoosh().faults().clear();
                await(() -> app.bean(ActiveRuns.class).find(id).isEmpty());
                assertThat(app.pushwoosh().requests(POST))
                        .as("the first node does not send its batch again: the other may have sent the opposite")
                        .hasSize(2);
                assertThat(runs.find(id)).as("and has recorded nothing").hasValue(run);
                assertThat(app.audience()).containsExactlyInAnyOrderElementsOf(MEMBERS);
                assertThat(app.amplitude().exportsRequested()).isEqualTo(1);
            }
        }
    }

    private static String url(int port) {
        return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres";
    }

    /** Whoever looks while the cable is cut, or just mended, may find no connection: it looks again. */
    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .ignoreExceptionsInstanceOf(DataAccessResourceFailureException.class)
                .until(condition);
    }
}
