package io.cohortsync.demo;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A cohort as Amplitude shows and exports it. Size and lastComputed are null for one that was never computed
 * (facts/amplitude §1.4); only published ones are listed and can be exported.
 */
public record CohortSpec(
        String id,
        String name,
        @Nullable Long size,
        @Nullable Instant lastComputed,
        boolean archived,
        boolean published,
        ExportContent content) {
    public static CohortSpec of(String id, ExportContent content) {
        return new CohortSpec(id, "Cohort " + id, null, null, false, true, content);
    }

    public CohortSpec named(String other) {
        return new CohortSpec(id, other, size, lastComputed, archived, published, content);
    }

    public CohortSpec computed(Instant at, long members) {
        return new CohortSpec(id, name, members, at, archived, published, content);
    }

    public CohortSpec archive() {
        return new CohortSpec(id, name, size, lastComputed, true, published, content);
    }

    public CohortSpec unpublish() {
        return new CohortSpec(id, name, size, lastComputed, archived, false, content);
    }

    public CohortSpec content(ExportContent other) {
        return new CohortSpec(id, name, size, lastComputed, archived, published, other);
    }
}
