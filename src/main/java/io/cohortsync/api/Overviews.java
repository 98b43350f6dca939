package io.cohortsync.api;

import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Sync;
import io.cohortsync.ops.RouteFiles;
import io.cohortsync.run.SyncStore;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/overview}: what the page shows at a glance. */
@RestController
class Overviews {

    private final LiveConfiguration configuration;
    private final SyncStates states;
    private final SyncStore syncs;
    private final RouteFiles routes;

    Overviews(LiveConfiguration configuration, SyncStates states, SyncStore syncs, RouteFiles routes) {
        this.configuration = configuration;
        this.states = states;
        this.syncs = syncs;
        this.routes = routes;
    }

    @GetMapping("/api/overview")
    Overview now() {
        List<Overview.Card> cards =
                configuration.allSyncs().stream().flatMap(this::card).toList();
        return new Overview(
                cards,
                routes.states().stream().filter(file -> file.refusal() != null).toList());
    }

    /** None if the sync was taken out of the configuration a moment ago. */
    private Stream<Overview.Card> card(Sync sync) {
        return states.find(sync.name()).stream()
                .map(view -> new Overview.Card(
                        view,
                        sync.tag(),
                        sync.tagValue(),
                        syncs.completedAt(sync.name()).orElse(null)));
    }
}
