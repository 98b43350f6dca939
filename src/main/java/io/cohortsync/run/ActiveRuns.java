package io.cohortsync.run;

import io.cohortsync.ledger.SyncClaim;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs this process works on, and the claims that it keeps for them. Thread safe. */
public final class ActiveRuns {

    /** A claim that is not renewed for so long may be taken by another process. */
    static final Duration CLAIM_TIME = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(ActiveRuns.class);

    private final Map<String, ActiveRun> runs = new ConcurrentHashMap<>();
    private final Map<String, Long> renewedAt = new ConcurrentHashMap<>();
    private final SyncStore syncs;
    private volatile boolean stopping;

    public ActiveRuns(SyncStore syncs) {
        this.syncs = syncs;
    }

    void add(ActiveRun run) {
        renewedAt.put(run.id(), System.nanoTime());
        runs.put(run.id(), run);
    }

    void remove(String id) {
        ActiveRun run = runs.remove(id);
        renewedAt.remove(id);
        if (run != null) {
            run.leaveExportPlace();
            run.stopReading();
        }
    }

    /** The run of that id. */
    public ActiveRun get(String id) {
        return find(id).orElseThrow(() -> new IllegalStateException("this process does not work on run " + id));
    }

    public Optional<ActiveRun> find(String id) {
        return Optional.ofNullable(runs.get(id));
    }

    public Collection<ActiveRun> all() {
        return runs.values();
    }

    /** To be called three times within {@link #CLAIM_TIME}. */
    public void renewClaims() {
        for (ActiveRun run : all()) {
            renew(run);
        }
    }

    /** Renews one claim at once: after a long transaction that no renewal could pass. */
    public void renew(ActiveRun run) {
        long now = System.nanoTime();
        try {
            if (syncs.renew(run.claim(), CLAIM_TIME)) {
                renewedAt.put(run.id(), now);
            } else {
                run.delivery().stop("another process works on this sync now", false);
            }
        } catch (RuntimeException e) {
            LOG.warn("claim not renewed, trying again: {} {}", e.getClass().getSimpleName(), run);
        }
    }

    /** Whether the claim of a run surely still stands; if the database is away for long, it does not. */
    public boolean isClaimFresh(ActiveRun run) {
        SyncClaim claim = run.claim();
        Long renewed = renewedAt.get(run.id());
        return claim.fence() > 0 && renewed != null && System.nanoTime() - renewed < CLAIM_TIME.toNanos() * 2 / 3;
    }

    /** From here on no new batch is taken, and unfinished runs are left to be taken up later. */
    public void stop() {
        stopping = true;
    }

    public boolean isStopping() {
        return stopping;
    }
}
