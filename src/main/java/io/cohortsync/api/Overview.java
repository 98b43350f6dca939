package io.cohortsync.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.cohortsync.ops.RouteFileState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the page shows at a glance.
 *
 * @param refusedRoutes files of routes that cannot run as they stand in the folder
 */
record Overview(List<Card> syncs, List<RouteFileState> refusedRoutes) {

    /**
     * A sync, and what a marketer asks about its audience.
     *
     * @param sync as {@code GET /api/syncs} shows it, on the same level
     * @param tag of the audience in Pushwoosh
     * @param completeAt when the audience last equalled a complete export; null if it never has
     */
    record Card(
            @JsonUnwrapped SyncView sync,
            String tag,
            String tagValue,
            @Nullable Instant completeAt) {}
}
