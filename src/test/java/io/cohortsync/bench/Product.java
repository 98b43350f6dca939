package io.cohortsync.bench;

import io.cohortsync.e2e.App;
import io.cohortsync.run.ActiveRuns;
import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunRequest;
import io.cohortsync.run.RunStatus;
import io.cohortsync.run.RunStore;
import io.cohortsync.run.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedCamelContext;
import org.awaitility.Awaitility;

/** The whole application between services that answer at once. */
final class Product implements AutoCloseable {

    private final InstantPushwoosh pushwoosh = new InstantPushwoosh();
    private final App app;

    Product(Path dataDir) throws Exception {
        app = new App(dataDir);
        app.amplitude().settings().pollsUntilReady(0);
        app.setApp("base-url", pushwoosh.url())
                .setSync("guard.max-leavers-ratio", "1")
                .set("logging.level.io.cohortsync", "WARN");
    }

    Product set(String key, String value) {
        app.set(key, value);
        return this;
    }

    Product start() {
        app.start();
        return this;
    }

    /** What Amplitude exports from now on. */
    Product exports(Path file, int rows) {
        app.cohort(RealShapedExport.content(file), rows);
        return this;
    }

    /** One more sync of the same cohort, with a tag value of its own. */
    Product alsoSync(String name) {
        String key = "cohort-sync.syncs." + name + ".";
        return set(key + "cohort", App.COHORT)
                .set(key + "app", "main")
                .set(key + "cadence", "manual")
                .set(key + "tag", App.TAG);
    }

    RunReport run(String sync) {
        return end(app.open(new RunRequest(sync, Trigger.MANUAL, false, true)).runId());
    }

    RunReport run() {
        return end(app.open(false, true).runId());
    }

    /** Reads, validates, compares and writes the plan down. */
    RunReport dryRun() {
        return end(app.open(true, true).runId());
    }

    /** Asks in memory: asking the database every few milliseconds would be part of what is measured. */
    private RunReport end(String runId) {
        ActiveRuns active = app.bean(ActiveRuns.class);
        Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(2))
                .pollDelay(Duration.ZERO)
                .until(() -> active.find(runId).isEmpty());
        RunReport run = app.bean(RunStore.class).find(runId).orElseThrow();
        if (run.status() != RunStatus.SUCCEEDED) {
            throw new IllegalStateException("the run ended as " + run.status() + ": " + run.reason());
        }
        return run;
    }

    /** Seconds that the last run spent between the download's end and the plan's. */
    double readSeconds() {
        return routeSeconds("cohort-read-file") - routeSeconds("cohort-download");
    }

    /** Seconds that a route took the last time. */
    double routeSeconds(String routeId) {
        ManagedCamelContext camel =
                app.bean(CamelContext.class).getCamelContextExtension().getContextPlugin(ManagedCamelContext.class);
        try {
            return camel.getManagedRoute(routeId).getLastProcessingTime() / 1e3;
        } catch (Exception e) {
            throw new IllegalStateException("route " + routeId + " has no counters", e);
        }
    }

    /** For a process of its own between the same services. */
    Map<String, Object> properties() {
        return app.properties();
    }

    InstantPushwoosh pushwoosh() {
        return pushwoosh;
    }

    @Override
    public void close() {
        app.close();
        pushwoosh.close();
    }
}
