package io.cohortsync.pushwoosh;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.fault.RemoteText;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The answer of {@code GET /api/v2/audience/bulkSetTags/{request_id}?detailed=true} (facts/pushwoosh §1.1).
 *
 * <p>Only {@code Completed} is documented as success; the shape of the details is remembered, not documented, so it is read
 * leniently: every device that the answer names with a reason or with skipped tags counts as skipped.
 *
 * @param skipped identifier in lower case to Pushwoosh's reason, for the devices that were not tagged
 * @param isVague devices were skipped, but the answer does not say which
 */
public record JobReply(State state, String word, Map<String, String> skipped, boolean isVague) {

    private static final String ABOUT_TAG = "tag ";
    private static final List<String> IDENTIFIERS = List.of("user_id", "hwid", "push_token");

    /** What a device's own status says if it was tagged; every other word means that it was not. */
    private static final Set<String> GOOD_WORDS =
            Set.of("", "ok", "success", "succeeded", "completed", "updated", "tagged", "applied", "done", "processed");

    /** What the job's status word means for us. */
    public enum State {
        /** Any word we do not know counts as this, until the deadline. */
        OPEN,
        COMPLETED,
        FAILED
    }

    /** Why a device was not tagged; empty if it was. Pushwoosh may name it in another letter case than we did. */
    public Optional<String> reasonFor(String identifier) {
        return skipped.isEmpty() ? Optional.empty() : Optional.ofNullable(skipped.get(lower(identifier)));
    }

    /** Whether it was the tag that was not taken, and not the device. */
    public static boolean isAboutTag(String reason) {
        return reason.startsWith(ABOUT_TAG);
    }

    /** Reads a good answer. */
    public static JobReply of(JsonNode json) {
        String word = json.path("status").asText("");
        return new JobReply(state(word), RemoteText.sentence(word), skipped(json), isVague(json));
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
            add(skipped, device, reason(tags.isArray() ? tags.path(0) : tags, ABOUT_TAG + "skipped"));
        } else if (!GOOD_WORDS.contains(status.toLowerCase(Locale.ROOT))) {
            add(skipped, device, reason(device, status));
        }
    }

    /** By every name the device is given: which of them we sent is ours to know. */
    private static void add(Map<String, String> skipped, JsonNode device, String reason) {
        String safe = RemoteText.sentence(reason);
        if (device.isTextual()) {
            skipped.put(lower(device.asText().split("[:,;\\s]", 2)[0]), safe);
        }
        for (String key : IDENTIFIERS) {
            if (device.path(key).isTextual()) {
                skipped.put(lower(device.path(key).asText()), safe);
            }
        }
    }

    private static String lower(String identifier) {
        return identifier.toLowerCase(Locale.ROOT);
    }

    /** Whether the answer speaks of skipped devices without naming them: then nobody may be called confirmed. */
    private static boolean isVague(JsonNode json) {
        for (String key : new String[] {"errors", "skipped", "devices_skipped"}) {
            JsonNode said = json.path(key);
            if (said.isNumber() && said.asLong() > 0
                    || said.isTextual() && !said.asText().isBlank()) {
                return true;
            }
            for (JsonNode device : said) {
                if (!device.isTextual() && !isNamed(device)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isNamed(JsonNode device) {
        return IDENTIFIERS.stream().anyMatch(key -> device.path(key).isTextual());
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
