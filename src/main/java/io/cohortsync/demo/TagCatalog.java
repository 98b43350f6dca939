package io.cohortsync.demo;

import io.cohortsync.demo.BulkRequest.Tag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The account's tags. A value for a tag that is missing, or of another type, is skipped and called a success (facts/pushwoosh §0.5). */
final class TagCatalog {
    private final PushwooshSettings settings;
    private final Map<String, TagType> types = new ConcurrentHashMap<>();

    TagCatalog(PushwooshSettings settings) {
        this.settings = settings;
    }

    void define(String name, TagType type) {
        types.put(name, type);
    }

    void defineIfMissing(String name, TagType type) {
        types.putIfAbsent(name, type);
    }

    void remove(String name) {
        types.remove(name);
    }

    Map<String, TagType> all() {
        return new TreeMap<>(types);
    }

    List<Map<String, Object>> asJson() {
        return all().entrySet().stream()
                .map(tag -> Map.<String, Object>of(
                        "name", tag.getKey(), "type", tag.getValue().number(), "isApplicationSpecific", false))
                .toList();
    }

    /** Why a value cannot be stored, or null; "Invalid value" is a guess. */
    @Nullable
    String objection(Tag tag, boolean createMissing) {
        Object value = tag.value();
        TagType type = types.get(tag.name());
        if (type == null && createMissing && value != null) {
            type = TagType.guessedFor(value);
            types.putIfAbsent(tag.name(), type);
        }
        if (type == null) {
            return "Not found";
        }
        boolean fits = value == null ? settings.nulls == PushwooshSettings.Nulls.REMOVE : type.accepts(value);
        return fits ? null : "Invalid value";
    }
}
