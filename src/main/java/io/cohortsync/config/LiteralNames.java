package io.cohortsync.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Reads the key of a property as it was written.
 *
 * <p>Spring Boot drops blanks, colons and the like from the keys of a map, so that a sync {@code "foo bar"} would become
 * {@code foobar} and the user property {@code "gp:First Name"} would be looked for under another name. Keys that hold such
 * characters are put in Spring's brackets here, which keep them letter by letter.
 */
final class LiteralNames {
    private static final Pattern MAP_ENTRY = Pattern.compile(
            "(?i)(?<map>cohort-?sync\\.(?:syncs|amplitude\\.projects|pushwoosh\\.apps|access\\.tokens)\\.)(?<key>[^.\\[]+)(?<rest>.*)");
    private static final Pattern TAGS = Pattern.compile("\\.tags\\.(?!\\d+$)(?<key>[^\\[].*)");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

    private LiteralNames() {}

    static ConfigurationPropertyName of(String raw) {
        Matcher entry = MAP_ENTRY.matcher(raw);
        return ConfigurationPropertyName.adapt(entry.matches() ? entry(entry) : raw, '.');
    }

    /** The dotted key of a map's entry, as it is shown to people and understood by {@link #of}. */
    static String child(String map, String key) {
        return PLAIN.matcher(key).matches() ? map + "." + key : map + "[" + key + "]";
    }

    /** The name as it was written; {@code toString()} would tell it in lower case. */
    static String text(ConfigurationPropertyName name) {
        StringBuilder text = new StringBuilder(CohortSyncProperties.PREFIX);
        for (int i = 1; i < name.getNumberOfElements(); i++) {
            text.append(element(name, i));
        }
        return text.toString();
    }

    /** One element as it was written, with the dot or the brackets that belong to it. */
    static String element(ConfigurationPropertyName name, int index) {
        String element = name.getElement(index, ConfigurationPropertyName.Form.ORIGINAL);
        return name.chop(index + 1).isLastElementIndexed() ? "[" + element + "]" : "." + element;
    }

    private static String entry(Matcher entry) {
        String map = entry.group("map");
        boolean sync = map.toLowerCase(Locale.ROOT).endsWith("syncs.");
        String rest = entry.group("rest");
        return child(map.substring(0, map.length() - 1), entry.group("key")) + (sync ? tags(rest) : rest);
    }

    /** A user property may hold dots as well: all that follows {@code tags.} is one key. */
    private static String tags(String rest) {
        Matcher tags = TAGS.matcher(rest);
        return tags.matches() ? ".tags[" + tags.group("key") + "]" : rest;
    }
}
