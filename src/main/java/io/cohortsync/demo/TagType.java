package io.cohortsync.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The types of Pushwoosh tags, in the order of their numbers 1 to 7 (facts/pushwoosh §2). */
public enum TagType {
    INTEGER,
    STRING,
    LIST,
    DATE,
    BOOLEAN,
    DECIMAL,
    VERSION;

    int number() {
        return ordinal() + 1;
    }

    static @Nullable TagType numbered(int number) {
        return number < 1 || number > values().length ? null : values()[number - 1];
    }

    /** Decimals take whole numbers, too; the forms of dates and versions are not checked. */
    boolean accepts(Object value) {
        return switch (this) {
            case LIST -> value instanceof List;
            case INTEGER -> value instanceof Long;
            case DECIMAL -> value instanceof Number;
            case BOOLEAN -> value instanceof Boolean;
            case STRING, DATE, VERSION -> value instanceof String;
        };
    }

    /** The type of a tag that {@code create_missing_tags} makes for a value: a guess (facts/pushwoosh §1.1). */
    static TagType guessedFor(Object value) {
        if (value instanceof List) {
            return LIST;
        }
        if (value instanceof Boolean) {
            return BOOLEAN;
        }
        return value instanceof Long ? INTEGER : value instanceof Number ? DECIMAL : STRING;
    }
}
