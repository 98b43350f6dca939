package io.cohortsync.api;

import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Sync;
import io.cohortsync.run.RunTicket;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/syncs}: how the syncs are, and a run of one of them. */
@RestController
@RequestMapping("/api/syncs")
class SyncApi {

    private final LiveConfiguration configuration;
    private final SyncStates states;
    private final RunStarts starts;
    private final CadenceRoutes cadences;

    SyncApi(LiveConfiguration configuration, SyncStates states, RunStarts starts, CadenceRoutes cadences) {
        this.configuration = configuration;
        this.states = states;
        this.starts = starts;
        this.cadences = cadences;
    }

    @GetMapping
    List<SyncView> syncs() {
        return states.all();
    }

    @GetMapping("/{sync}")
    SyncView sync(@PathVariable String sync) {
        return states.find(sync).orElseThrow(Refusals::unknownSync);
    }

    @PostMapping("/{sync}/runs")
    @ResponseStatus(HttpStatus.ACCEPTED)
    RunAnswer run(
            @PathVariable String sync,
            @RequestParam(required = false) @Nullable String dryRun,
            @RequestParam(required = false) @Nullable String force) {
        if (configuration.sync(sync).isEmpty()) {
            throw Refusals.unknownSync();
        }
        RunTicket ticket = starts.start(sync, Query.flag("dryRun", dryRun), Query.flag("force", force));
        return RunAnswer.of(ticket);
    }

    /** The cadence does not fire until it is resumed, not even after a restart. */
    @PostMapping("/{sync}/pause")
    SyncView pause(@PathVariable String sync) {
        cadences.pause(withCadence(sync));
        return sync(sync);
    }

    @PostMapping("/{sync}/resume")
    SyncView resume(@PathVariable String sync) {
        cadences.resume(withCadence(sync));
        return sync(sync);
    }

    private Sync withCadence(String name) {
        Sync sync = configuration.sync(name).orElseThrow(Refusals::unknownSync);
        if (!cadences.exists(sync)) {
            throw Refusals.conflict(CadenceRoutes.none(sync));
        }
        return sync;
    }
}
