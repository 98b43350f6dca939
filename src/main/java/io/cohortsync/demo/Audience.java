package io.cohortsync.demo;

import io.cohortsync.demo.BulkRequest.Device;
import io.cohortsync.demo.BulkRequest.Operator;
import io.cohortsync.demo.BulkRequest.Tag;
import io.cohortsync.demo.Outcome.SkippedTag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who carries which tags. HWID and User ID share one name space: by default they are the same (facts/pushwoosh §3).
 * People with equal tags share one map, so that a million members cost little more than their identifiers.
 */
final class Audience {
    private static final int SHARED_AT_MOST = 10_000;

    private final PushwooshSettings settings;
    private final TagCatalog catalog;
    private final Map<String, Map<String, Object>> tagsByIdentifier = new ConcurrentHashMap<>();
    private final Map<Map<String, Object>, Map<String, Object>> shared = new ConcurrentHashMap<>();
    private final Set<String> registered = ConcurrentHashMap.newKeySet();

    Audience(PushwooshSettings settings, TagCatalog catalog) {
        this.settings = settings;
        this.catalog = catalog;
    }

    Outcome apply(Device device, boolean createMissingTags, boolean register) {
        String key = key(device.identifier());
        if (register && !settings.known.test(device.identifier())) {
            registered.add(key);
        } else if (!isKnown(device.identifier(), key)) {
            return settings.reportUnknown ? Outcome.skipped(device, "Not found") : Outcome.applied(device, List.of());
        }
        List<SkippedTag> skipped = skippedTags(device, createMissingTags);
        List<Tag> accepted = skipped.isEmpty() ? device.tags() : accepted(device, skipped);
        tagsByIdentifier.compute(key, (id, old) -> merge(old, accepted, device.operator()));
        return Outcome.applied(device, skipped);
    }

    void seed(String identifier, String tag, List<String> values) {
        Tag whole = new Tag(tag, values);
        tagsByIdentifier.compute(key(identifier), (id, old) -> merge(old, List.of(whole), Operator.SET));
    }

    Map<String, Object> tagsOf(String identifier) {
        return tagsByIdentifier.getOrDefault(key(identifier), Map.of());
    }

    Set<String> with(String tag, String value) {
        return tagsByIdentifier.entrySet().stream()
                .filter(entry -> has(entry.getValue().get(tag), value))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private boolean isKnown(String identifier, String key) {
        return settings.known.test(identifier) || registered.contains(key);
    }

    private String key(String identifier) {
        return settings.foldCase ? identifier.toLowerCase(Locale.ROOT) : identifier;
    }

    private List<SkippedTag> skippedTags(Device device, boolean createMissingTags) {
        List<SkippedTag> skipped = List.of();
        for (Tag tag : device.tags()) {
            String reason = catalog.objection(tag, createMissingTags);
            if (reason != null) {
                skipped = skipped.isEmpty() ? new ArrayList<>() : skipped;
                skipped.add(new SkippedTag(tag.name(), reason));
            }
        }
        return skipped;
    }

    private static List<Tag> accepted(Device device, List<SkippedTag> skipped) {
        Set<String> names = skipped.stream().map(SkippedTag::tag).collect(Collectors.toSet());
        return device.tags().stream().filter(tag -> !names.contains(tag.name())).toList();
    }

    /** Nothing left means null: the person disappears from the map. */
    private @Nullable Map<String, Object> merge(
            @Nullable Map<String, Object> old, List<Tag> tags, @Nullable Operator operator) {
        Map<String, Object> merged = old == null ? new HashMap<>(4) : new HashMap<>(old);
        for (Tag tag : tags) {
            Object value =
                    tag.value() instanceof List<?> list ? list(merged.get(tag.name()), list, operator) : tag.value();
            if (value == null || List.of().equals(value)) {
                merged.remove(tag.name());
            } else {
                merged.put(tag.name(), value);
            }
        }
        return merged.isEmpty() ? null : share(Map.copyOf(merged));
    }

    /** Without an operator the list is replaced, and with it what other cohorts put there (facts/pushwoosh §0.4). */
    private static List<?> list(@Nullable Object old, List<?> given, @Nullable Operator operator) {
        if (operator == null || operator == Operator.SET || !(old instanceof List<?> before)) {
            return operator == Operator.REMOVE ? List.of() : List.copyOf(new LinkedHashSet<>(given));
        }
        Set<Object> values = new LinkedHashSet<>(before);
        if (operator == Operator.APPEND) {
            values.addAll(given);
        } else {
            given.forEach(values::remove);
        }
        return List.copyOf(values);
    }

    private Map<String, Object> share(Map<String, Object> tags) {
        Map<String, Object> known = shared.get(tags);
        if (known == null && shared.size() < SHARED_AT_MOST) {
            known = shared.putIfAbsent(tags, tags);
        }
        return known == null ? tags : known;
    }

    private static boolean has(@Nullable Object held, String value) {
        return held instanceof List<?> list
                ? list.contains(value)
                : held != null && held.toString().equals(value);
    }
}
