package io.cohortsync.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects one sentence per mistake: the key, the value found, what is expected. */
final class Mistakes {
    private final List<String> sentences = new ArrayList<>();

    void add(String key, @Nullable Object found, String expected) {
        String text = found == null ? "" : String.valueOf(found);
        String unset = Secret.unresolvedIn(text);
        if (unset != null) {
            addUnset(key, unset, expected);
        } else {
            say(key + ": found " + (text.isBlank() ? "nothing" : text) + "; expected " + expected);
        }
    }

    /** A value that names an environment variable which is not set; nothing else of the value is told. */
    void addUnset(String key, String variable, String expected) {
        say("%s: found ${%s}, which is not set; expected %s: set the environment variable %s"
                .formatted(key, variable, expected, variable));
    }

    void say(String sentence) {
        if (!sentences.contains(sentence)) {
            sentences.add(sentence);
        }
    }

    void throwIfAny() {
        if (!sentences.isEmpty()) {
            throw new InvalidConfigurationException(sentences);
        }
    }
}
