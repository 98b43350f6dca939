package io.cohortsync.demo;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One item of the cohort list with every field ever seen, the undocumented ones too (facts/amplitude §1.4). */
final class CohortListing {
    private static final long CREATED = 1_700_000_000L;

    private CohortListing() {}

    static Map<String, Object> of(CohortSpec cohort, boolean includeSyncInfo) {
        Map<String, Object> item = new LinkedHashMap<>();
        identify(cohort, item);
        describe(item);
        nothingSetFor(item, "metadata", "chart_id", "edit_id", "location_id", "last_viewed", "per_app_metadata");
        nothingSetFor(item, "cohort_definition_type");
        if (includeSyncInfo) {
            item.put("syncMetadata", List.of());
        }
        return item;
    }

    private static void identify(CohortSpec cohort, Map<String, Object> item) {
        item.put("appId", 123456);
        item.put("id", cohort.id());
        item.put("name", cohort.name());
        item.put("description", null);
        item.put("archived", cohort.archived());
        item.put("published", cohort.published());
        item.put("finished", cohort.lastComputed() != null);
        item.put("size", cohort.size());
        item.put("lastComputed", seconds(cohort.lastComputed()));
        item.put("lastMod", CREATED);
        item.put("createdAt", CREATED);
    }

    private static void describe(Map<String, Object> item) {
        item.put("definition", Map.of("version", 3, "cohortType", "UNIQUES", "countGroup", group()));
        item.put("owners", List.of("owner@example.org"));
        item.put("viewers", List.of());
        item.put("hidden", false);
        item.put("type", "redshift");
        item.put("view_count", 3);
        item.put("popularity", 0);
        item.put("is_predictive", false);
        item.put("is_official_content", false);
        item.put("is_generated_content", false);
        item.put("cohort_output_type", "UNIQUES");
        item.put("shortcut_ids", List.of());
    }

    private static Map<String, Object> group() {
        return Map.of("name", "User", "is_computed", false);
    }

    private static void nothingSetFor(Map<String, Object> item, String... names) {
        for (String name : names) {
            item.put(name, null);
        }
    }

    private static @Nullable Long seconds(@Nullable Instant moment) {
        return moment == null ? null : moment.getEpochSecond();
    }
}
