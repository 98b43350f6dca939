package io.cohortsync.api;

import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Sync;
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
    private final Audit audit;

    SyncApi(LiveConfiguration configuration, SyncStates states, RunStarts starts, CadenceRoutes cadences, Audit audit) {
        this.configuration = configuration;
        this.states = states;
        this.starts = starts;
        this.cadences = cadences;
        this.audit = audit;
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
        known(sync);
        boolean planOnly = Query.flag("dryRun", dryRun);
        boolean forced = Query.flag("force", force);
        AuditAction action = AuditAction.run(planOnly);
        return RunAnswer.of(audit.begin(action, sync, () -> starts.start(sync, planOnly, forced)));
    }

    /** The cadence does not fire until it is resumed, not even after a restart. */
    @PostMapping("/{sync}/pause")
    SyncView pause(@PathVariable String sync) {
        Sync known = known(sync);
        audit.act(AuditAction.PAUSE, known.name(), () -> cadences.pause(known));
        return sync(sync);
    }

    @PostMapping("/{sync}/resume")
    SyncView resume(@PathVariable String sync) {
        Sync known = known(sync);
        audit.act(AuditAction.RESUME, known.name(), () -> cadences.resume(known));
        return sync(sync);
    }

    private Sync known(String name) {
        return configuration.sync(name).orElseThrow(Refusals::unknownSync);
    }
}
