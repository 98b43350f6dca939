package io.cohortsync.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** Finds keys that mean nothing; their values are not told, as a misspelt key may well hold a secret. */
final class UnknownKeys {
    private static final int NEAR = 3;

    private final Set<ConfigurationPropertyName> known;
    private final Mistakes mistakes;

    UnknownKeys(Set<ConfigurationPropertyName> known, Mistakes mistakes) {
        this.known = known;
        this.mistakes = mistakes;
    }

    void check(MergedSource source) {
        source.stream().forEach(this::list);
        source.stream()
                .filter(name -> indexAt(name) < 0)
                .filter(name -> !known.contains(name) && source.isWritten(name))
                .map(this::firstUnknown)
                .distinct()
                .forEach(this::report);
    }

    private void list(ConfigurationPropertyName name) {
        int index = indexAt(name);
        if (index > 0) {
            mistakes.say(LiteralNames.text(name.chop(index))
                    + ": found a list; expected a single value or entries of the form name: value");
        }
    }

    private static int indexAt(ConfigurationPropertyName name) {
        return IntStream.range(0, name.getNumberOfElements())
                .filter(name::isNumericIndex)
                .findFirst()
                .orElse(-1);
    }

    /** Of {@code syncs.a.gard.max-leavers} it is {@code syncs.a.gard} that is wrong. */
    private ConfigurationPropertyName firstUnknown(ConfigurationPropertyName name) {
        int elements = 1;
        while (elements < name.getNumberOfElements() && known.contains(name.chop(elements))) {
            elements++;
        }
        return name.chop(elements);
    }

    private void report(ConfigurationPropertyName name) {
        String question =
                nearest(name).map(near -> "; did you mean " + near + "?").orElse("");
        mistakes.say("%s: found a key that is not known; expected %s%s"
                .formatted(LiteralNames.text(name), expected(name), question));
    }

    private String expected(ConfigurationPropertyName name) {
        String siblings = known.stream()
                .filter(name.getParent()::isParentOf)
                .map(UnknownKeys::last)
                .distinct()
                .sorted()
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        return siblings.isEmpty() ? "no keys below " + LiteralNames.text(name.getParent()) : "one of " + siblings;
    }

    private Optional<String> nearest(ConfigurationPropertyName name) {
        return known.stream()
                .filter(name.getParent()::isParentOf)
                .map(UnknownKeys::last)
                .filter(other -> distance(last(name), other) <= NEAR)
                .min(Comparator.comparingInt(other -> distance(last(name), other)));
    }

    private static String last(ConfigurationPropertyName name) {
        return name.getLastElement(Form.ORIGINAL);
    }

    /** Levenshtein's: how many letters to add, drop or change. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
