package io.cohortsync.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of one device of a job, as the detailed status tells it (recalled shape, facts/pushwoosh §1.1). */
record Outcome(String idField, String identifier, @Nullable String reason, List<SkippedTag> skippedTags) {
    record SkippedTag(String tag, String reason) {}

    static Outcome skipped(BulkRequest.Device device, String reason) {
        return new Outcome(device.idField(), device.identifier(), reason, List.of());
    }

    static Outcome applied(BulkRequest.Device device, List<SkippedTag> skippedTags) {
        return new Outcome(device.idField(), device.identifier(), null, skippedTags);
    }

    boolean isClean() {
        return reason == null && skippedTags.isEmpty();
    }

    Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(idField, identifier);
        json.put("status", reason == null ? "success" : "skipped");
        json.put("skipped_tags", skippedTags);
        if (reason != null) {
            json.put("reason", reason);
        }
        return json;
    }
}
