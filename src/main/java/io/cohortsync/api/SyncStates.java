package io.cohortsync.api;

import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Sync;
import io.cohortsync.ledger.MembershipLedger;
import io.cohortsync.run.RunStatus;
import io.cohortsync.run.RunStore;
import io.cohortsync.run.SyncStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** How the syncs are, for the HTTP API and for JMX alike. */
@Component
class SyncStates {

    private final LiveConfiguration configuration;
    private final SyncStore syncs;
    private final RunStore runs;
    private final MembershipLedger ledger;
    private final CadenceRoutes cadences;
    private final Clock clock;

    SyncStates(
            LiveConfiguration configuration,
            SyncStore syncs,
            RunStore runs,
            MembershipLedger ledger,
            CadenceRoutes cadences,
            Clock clock) {
        this.configuration = configuration;
        this.syncs = syncs;
        this.runs = runs;
        this.ledger = ledger;
        this.cadences = cadences;
        this.clock = clock;
    }

    List<SyncView> all() {
        return configuration.allSyncs().stream().map(this::view).toList();
    }

    Optional<SyncView> find(String name) {
        return configuration.sync(name).map(this::view);
    }

    private SyncView view(Sync sync) {
        return SyncView.of(
                sync,
                state(sync),
                cadences.isStarted(sync) ? sync.nextFireAfter(clock.instant()).orElse(null) : null,
                runs.last(sync.name()).orElse(null),
                ledger.counts(sync.name()));
    }

    private String state(Sync sync) {
        if (syncs.isClaimed(sync.name()) || hasRun(sync, RunStatus.RUNNING)) {
            return "running";
        }
        if (hasRun(sync, RunStatus.HELD)) {
            return "held";
        }
        return !sync.enabled() || cadences.isStopped(sync) ? "stopped" : "idle";
    }

    /** A later dry run or replay leaves a held plan waiting, so that the newest run alone does not tell. */
    private boolean hasRun(Sync sync, RunStatus status) {
        return !runs.list(sync.name(), status.word(), 1).isEmpty();
    }
}
