package io.cohortsync.ops;

import io.cohortsync.config.Cadence;
import io.cohortsync.config.Sync;
import io.cohortsync.run.SyncStore;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.springframework.stereotype.Component;

/** Makes the route {@code cohort-trigger-<sync>} of each cadence from the template in routes/cohort-trigger.camel.yaml. */
@Component
public class Triggers {

    private static final String ONCE_NOW = "trigger.repeatCount=0&trigger.repeatInterval=1000";

    private final CamelContext camel;
    private final SyncStore syncs;

    Triggers(CamelContext camel, SyncStore syncs) {
        this.camel = camel;
        this.syncs = syncs;
    }

    /** Adds the cadence of a sync; a sync that is disabled or manual has none, a paused one is not started. */
    void add(Sync sync) {
        if (!sync.enabled() || sync.cadence().kind() == Cadence.Kind.MANUAL) {
            return;
        }
        TemplatedRouteBuilder.builder(camel, "cohort-trigger")
                .routeId(sync.triggerRouteId())
                .parameter("sync", sync.name())
                .parameter("schedule", schedule(sync))
                .add();
        if (!syncs.isPaused(sync.name())) {
            start(sync.triggerRouteId());
        }
    }

    private void start(String route) {
        try {
            camel.getRouteController().startRoute(route);
        } catch (Exception e) {
            throw new IllegalStateException("route " + route + " cannot be started: " + e.getMessage(), e);
        }
    }

    private static String schedule(Sync sync) {
        return sync.quartzCron()
                .map(cron -> "cron=" + cron.replace(' ', '+') + "&trigger.timeZone="
                        + sync.timeZone().getId())
                .orElse(ONCE_NOW);
    }
}
