package io.cohortsync.pushwoosh;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The answer of {@code GET /api/v2/audience/bulkSetTags/{request_id}?detailed=true} (facts/pushwoosh §1.1).
 *
 * <p>Only {@code Completed} is documented as success; the shape of the details is remembered, not documented, so it is read
 * leniently: every device that the answer names with a reason or with skipped tags counts as skipped.
 *
 * @param skipped identifier in lower case to Pushwoosh's reason, for the devices that were not tagged
 */
public record JobReply(State state, String word, Map<String, String> skipped) {

    private static final String ABOUT_TAG = "tag ";

    /** What the job's status word means for us. */
    public enum State {
        /** Any word we do not know counts as this, until the deadline. */
        OPEN,
        COMPLETED,
        FAILED
    }

    /** Why a device was not tagged; empty if it was. Pushwoosh may name it in another letter case than we did. */
    public Optional<String> reasonFor(String identifier) {
        return Optional.ofNullable(skipped.get(identifier.toLowerCase(Locale.ROOT)));
    }

    /** Whether it was the tag that was not taken, and not the device. */
    public static boolean isAboutTag(String reason) {
        return reason.startsWith(ABOUT_TAG);
    }

    /** Reads a good answer. */
    public static JobReply of(JsonNode json) {
        String word = json.path("status").asText("");
        return new JobReply(state(word), RemoteText.safe(word), skipped(json));
    }

    private static State state(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.equals("completed")) {
            return State.COMPLETED;
        }
        return lower.contains("fail") || lower.contains("error") || lower.contains("cancel")
                ? State.FAILED
                : State.OPEN;
    }

    private static Map<String, String> skipped(JsonNode json) {
        Map<String, String> skipped = new HashMap<>();
        json.path("devices").forEach(device -> addIfSkipped(skipped, device));
        json.path("skipped").forEach(device -> add(skipped, device, reason(device, "skipped")));
        json.path("errors").forEach(device -> add(skipped, device, reason(device, "error")));
        return skipped;
    }

    private static void addIfSkipped(Map<String, String> skipped, JsonNode device) {
        JsonNode tags = device.path("skipped_tags");
        String status = device.path("status").asText("");
        if (!tags.isEmpty()) {
            add(skipped, device, reason(tags.isArray() ? tags.path(0) : tags, "tag skipped"));
        } else if (isBad(status)) {
            add(skipped, device, reason(device, status));
        }
    }

    private static boolean isBad(String status) {
        String lower = status.toLowerCase(Locale.ROOT);
        return lower.contains("skip")
                || lower.contains("fail")
                || lower.contains("error")
                || lower.contains("not")
                || lower.contains("invalid");
    }

    private static void add(Map<String, String> skipped, JsonNode device, String reason) {
        for (String key : new String[] {"user_id", "hwid", "push_token"}) {
            if (device.path(key).isTextual()) {
                skipped.put(device.path(key).asText().toLowerCase(Locale.ROOT), RemoteText.safe(reason));
                return;
            }
        }
    }

    private static String reason(JsonNode node, String otherwise) {
        for (String key : new String[] {"reason", "error", "message"}) {
            if (node.path(key).isTextual() && !node.path(key).asText().isBlank()) {
                String tag = node.path("tag").asText("");
                return tag.isBlank()
                        ? node.path(key).asText()
                        : ABOUT_TAG + tag + ": " + node.path(key).asText();
            }
        }
        return otherwise;
    }
}
