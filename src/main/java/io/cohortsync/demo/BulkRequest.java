package io.cohortsync.demo;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The body of bulkSetTags or bulkRegisterDevice (facts/pushwoosh §1.1, §1.2), read and found valid. */
record BulkRequest(String application, String auth, boolean createMissingTags, List<Device> devices) {
    /** @param idField the field that named it: hwid, user_id or push_token */
    record Device(
            String idField, String identifier, @Nullable Operator operator, List<Tag> tags) {}

    /** @param value a String, Long, Double, Boolean, a List of Strings, or null */
    record Tag(String name, @Nullable Object value) {}

    enum Operator {
        SET,
        APPEND,
        REMOVE;

        static @Nullable Operator named(String word) {
            for (Operator operator : values()) {
                if (operator.name().toLowerCase(Locale.ROOT).equals(word)) {
                    return operator;
                }
            }
            return null;
        }
    }

    /** Says what the real service would not: why it answers 400. */
    static final class Invalid extends Exception {
        Invalid(String reason) {
            super(reason);
        }
    }
}
