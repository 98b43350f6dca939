package io.cohortsync.ops;

import io.cohortsync.config.Cadence;
import io.cohortsync.config.Sync;
import io.cohortsync.run.SyncStore;
import java.util.Collection;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Makes the route {@code cohort-trigger-<sync>} of each cadence from the template in routes/cohort-trigger.camel.yaml. */
@Component
public class Triggers {

    private static final Logger LOG = LoggerFactory.getLogger(Triggers.class);

    /** A run of its own that could not be opened (paused, database away, another run) is opened a minute later; then no more. */
    private static final String UNTIL_IT_HAS_RUN = "trigger.repeatCount=-1&trigger.repeatInterval=60000";

    private final ModelCamelContext camel;
    private final SyncStore syncs;

    Triggers(ModelCamelContext camel, SyncStore syncs) {
        this.camel = camel;
        this.syncs = syncs;
    }

    /** Adds the cadence of a sync; a sync that is disabled or manual has none, a paused one is not started. */
    void add(Sync sync) {
        if (!sync.enabled() || sync.cadence().kind() == Cadence.Kind.MANUAL) {
            return;
        }
        // asked first: a route that is made and not started would count as paused
        boolean paused = syncs.isPaused(sync.name());
        TemplatedRouteBuilder.builder(camel, "cohort-trigger")
                .routeId(sync.triggerRouteId())
                .handler(template -> template.getRoute().setRoutePolicyRef(CadencePolicy.BEAN))
                .parameter("sync", sync.name())
                .parameter("schedule", schedule(sync))
                .add();
        if (!paused) {
            start(sync.triggerRouteId());
        }
    }

    /**
     * Makes the cadences that should be there and are not: a reload or an edited template met a database that was away. Nothing
     * is made while the template is away.
     */
    void addMissing(Collection<Sync> configured) {
        if (camel.getRouteTemplateDefinition("cohort-trigger") == null) {
            return;
        }
        configured.stream()
                .filter(sync -> camel.getRouteController().getRouteStatus(sync.triggerRouteId()) == null)
                .forEach(this::addQuietly);
    }

    /** One that cannot be made keeps no other from being made. */
    void addQuietly(Sync sync) {
        try {
            syncs.ensure(sync.name());
            add(sync);
        } catch (RuntimeException e) {
            LOG.warn(
                    "the cadence could not be made ({}); trying again in ten seconds sync={}",
                    e.getClass().getSimpleName(),
                    sync.name());
        }
    }

    private void start(String route) {
        try {
            camel.getRouteController().startRoute(route);
        } catch (Exception e) {
            throw new IllegalStateException("route " + route + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** Takes a route out of Camel, a cadence or another one; nothing happens if it is not there. */
    void remove(String route) {
        try {
            Route there = camel.getRoute(route);
            if (there != null) {
                camel.getRouteController().stopRoute(route);
                camel.removeRoute(route);
                removeSchedule(there.getEndpoint());
            }
            RouteDefinition left = camel.getRouteDefinition(route);
            if (left != null) {
                camel.removeRouteDefinition(left);
            }
        } catch (Exception e) {
            throw new IllegalStateException("route " + route + " cannot be taken away: " + e.getMessage(), e);
        }
    }

    /**
     * A schedule that falls due before its endpoint is registered makes Camel create a second endpoint, which no route owns.
     * It would be given to the next route of the same schedule, and believe that it is scheduled when it no longer is.
     */
    private void removeSchedule(Endpoint removed) throws Exception {
        if (removed instanceof QuartzEndpoint schedule) {
            for (Endpoint left : camel.getEndpoints()) {
                if (left instanceof QuartzEndpoint other
                        && other.getTriggerKey().equals(schedule.getTriggerKey())) {
                    camel.removeEndpoint(other);
                }
            }
        }
    }

    private static String schedule(Sync sync) {
        return sync.quartzCron()
                .map(cron -> "cron=" + cron.replace(' ', '+') + "&trigger.timeZone=RAW("
                        + sync.timeZone().getId() + ")")
                .orElse(UNTIL_IT_HAS_RUN);
    }
}
