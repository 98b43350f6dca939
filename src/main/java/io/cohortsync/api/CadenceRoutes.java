package io.cohortsync.api;

import io.cohortsync.config.Sync;
import io.cohortsync.run.SyncStore;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.RouteController;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The routes {@code cohort-trigger-<sync>}: is the cadence on, and turn it on or off. What is turned off stays off over
 * restarts, here and by Camel's own means alike ({@code CadencePolicy}).
 */
@Component
class CadenceRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(CadenceRoutes.class);

    private final CamelContext camel;
    private final SyncStore syncs;

    CadenceRoutes(CamelContext camel, SyncStore syncs) {
        this.camel = camel;
        this.syncs = syncs;
    }

    boolean isStarted(Sync sync) {
        return status(sync) == ServiceStatus.Started;
    }

    /** Whether there is a cadence, and it does not fire. */
    boolean isStopped(Sync sync) {
        return status(sync) != null && !isStarted(sync);
    }

    void pause(Sync sync) {
        requireCadence(sync);
        syncs.pause(sync.name(), true);
        control(sync, RouteController::stopRoute);
    }

    void resume(Sync sync) {
        requireCadence(sync);
        syncs.pause(sync.name(), false);
        boolean suspended = status(sync) == ServiceStatus.Suspended;
        control(sync, suspended ? RouteController::resumeRoute : RouteController::startRoute);
    }

    private interface Control {
        void apply(RouteController routes, String id) throws Exception;
    }

    private void control(Sync sync, Control control) {
        try {
            control.apply(camel.getRouteController(), sync.triggerRouteId());
        } catch (Exception e) {
            LOG.error("route {} did not obey sync={}", sync.triggerRouteId(), sync.name(), e);
            throw new IllegalStateException("the route " + sync.triggerRouteId() + " did not obey ("
                    + e.getClass().getSimpleName() + "); the wish is kept for the next start");
        }
    }

    private void requireCadence(Sync sync) {
        if (status(sync) == null) {
            throw Refusals.noCadence(sync);
        }
    }

    /** Null if there is no such route: a sync that is disabled or manual has none. */
    private @Nullable ServiceStatus status(Sync sync) {
        return camel.getRouteController().getRouteStatus(sync.triggerRouteId());
    }
}
