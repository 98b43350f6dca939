package io.cohortsync.config;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in words what a key of a type wants to be given. */
final class Expected {
    static final String DURATION = "a duration such as 1s";
    static final String QUOTED = "a text: put it in quotes, YAML reads it as something else";
    static final String TIME_ZONE = "a time zone such as UTC or Europe/Berlin";
    static final String CADENCE = "a Quartz cron such as \"0 15 6 * * ?\", one-time, hourly, daily or manual";

    private static final Map<Class<?>, String> WORDS = Map.ofEntries(
            Map.entry(int.class, "a whole number"),
            Map.entry(double.class, "a number such as 0.5"),
            Map.entry(boolean.class, "true or false"),
            Map.entry(Duration.class, DURATION),
            Map.entry(ZoneId.class, TIME_ZONE),
            Map.entry(Cadence.class, CADENCE),
            Map.entry(Folder.class, "the path of a folder"),
            Map.entry(Map.class, "entries of the form name: value"),
            Map.entry(AccessToken.class, "an entry of the form name: {token: ..., role: ...}"));

    private Expected() {}

    static String of(Class<?> type) {
        return type.isEnum() ? oneOf(type) : WORDS.getOrDefault(type, "keys of its own below it");
    }

    private static String oneOf(Class<?> type) {
        return Stream.of(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(" or "));
    }
}
