package io.cohortsync.ops;

import io.cohortsync.run.SyncStore;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Remembers whether a cadence is on: who stops or suspends its route, by whatever means, finds it stopped after a restart.
 * It is put on the routes when they are made, as the schema of a template knows no policy.
 */
@Component(CadencePolicy.BEAN)
class CadencePolicy extends RoutePolicySupport {

    static final String BEAN = "cadencePolicy";

    private static final Logger LOG = LoggerFactory.getLogger(CadencePolicy.class);
    private static final String PREFIX = "cohort-trigger-";

    private final SyncStore syncs;
    private volatile boolean quiet;

    CadencePolicy(SyncStore syncs) {
        this.syncs = syncs;
    }

    /**
     * Lets routes be stopped and started as part of some other work, without meaning anything. One such work at a time: a
     * reload while route files are replaced would take the cadences that the other is about to make for paused.
     */
    synchronized void quietly(Runnable work) {
        quiet = true;
        try {
            work.run();
        } finally {
            quiet = false;
        }
    }

    @Override
    public void onStart(Route route) {
        remember(route, false);
    }

    @Override
    public void onResume(Route route) {
        remember(route, false);
    }

    @Override
    public void onStop(Route route) {
        remember(route, true);
    }

    @Override
    public void onSuspend(Route route) {
        remember(route, true);
    }

    /** A route that stops because the application does is not meant. */
    private void remember(Route route, boolean paused) {
        if (quiet || !route.getCamelContext().getStatus().isStarted()) {
            return;
        }
        String sync = route.getRouteId().substring(PREFIX.length());
        try {
            if (syncs.isPaused(sync) != paused) {
                syncs.pause(sync, paused);
            }
        } catch (DataAccessException e) {
            LOG.warn(
                    "cadence is {} but not remembered ({}): a restart forgets it sync={}",
                    paused ? "stopped" : "started",
                    e.getClass().getSimpleName(),
                    sync);
        }
    }
}
