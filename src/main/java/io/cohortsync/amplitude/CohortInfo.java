package io.cohortsync.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.fault.RemoteText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Amplitude's list says of one cohort (facts/amplitude §1.4).
 *
 * @param name made fit for logs: somebody may have put an address or a line break into it
 * @param size members when it was last computed; null: the list does not say
 * @param lastComputed unix seconds; null: the list does not say
 * @param isNeverComputed the list says so: both are there, and null
 */
public record CohortInfo(
        String id,
        String name,
        boolean archived,
        @Nullable Long size,
        @Nullable Long lastComputed,
        boolean isNeverComputed) {

    /** Amplitude exports no larger cohort (facts/amplitude §1.2). */
    public static final long MOST_MEMBERS = 2_000_000;

    /**
     * Finds a cohort in the answer of {@code GET /api/3/cohorts}; unknown fields are ignored.
     *
     * @return empty if the list does not show it: it may be unpublished, and still be exportable
     */
    public static Optional<CohortInfo> find(JsonNode list, String cohort) {
        for (JsonNode item : list.path("cohorts")) {
            if (cohort.equals(item.path("id").asText())) {
                return Optional.of(read(item));
            }
        }
        return Optional.empty();
    }

    private static CohortInfo read(JsonNode item) {
        return new CohortInfo(
                item.path("id").asText(),
                RemoteText.name(item.path("name").asText()),
                item.path("archived").asBoolean(false),
                number(item.path("size")),
                number(item.path("lastComputed")),
                item.path("size").isNull() && item.path("lastComputed").isNull());
    }

    private static @Nullable Long number(JsonNode value) {
        return value.isNumber() ? (Long) value.asLong() : null;
    }
}
