package io.cohortsync.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One group of keys under check, such as {@code cohort-sync.syncs.power-users}.
 *
 * @param prefix the group's key
 * @param written what stands in the configuration under a key, null if nothing does
 * @param mistakes where sentences go
 */
record Section(String prefix, Function<String, @Nullable String> written, Mistakes mistakes) {
    Section below(String key) {
        return new Section(LiteralNames.child(prefix, key), written, mistakes);
    }

    String key(String key) {
        return LiteralNames.child(prefix, key);
    }

    void wrong(String key, String expected) {
        mistakes.add(key(key), written.apply(key(key)), expected);
    }

    void range(String key, double value, double least, double most, String expected) {
        if (!(value >= least && value <= most)) {
            wrong(key, expected);
        }
    }

    void range(String key, Duration value, Duration least, Duration most, String expected) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            wrong(key, expected);
        }
    }

    void url(String key, @Nullable String value) {
        if (value != null && !BaseUrl.isValid(value)) {
            mistakes.add(key(key), BaseUrl.masked(value), "an address such as https://host or http://host:8080/path");
        }
    }

    void pattern(String key, @Nullable String value, String pattern, String expected) {
        if (value == null || !value.matches(pattern)) {
            wrong(key, expected);
        }
    }

    /** As {@link #secret}, but it may be left out. */
    void optionalSecret(String key, Secret secret, String pattern, String what) {
        if (!isMissing(key, secret, what) && secret.isSet() && !secret.value().matches(pattern)) {
            mistakes.add(key(key), "***", what);
        }
    }

    /** Nothing of a secret is told, except the environment variable it should have come from. */
    void secret(String key, Secret secret, String what) {
        if (isMissing(key, secret, what)) {
            return;
        }
        if (!secret.isSet()) {
            mistakes.add(key(key), null, what);
        } else if (!secret.value().matches("[!-~]+")) {
            mistakes.add(key(key), "***", what + ", without blanks in it");
        }
    }

    /** Whether what the secret should come from, a variable or a file, does not hold it; then that has been said. */
    private boolean isMissing(String key, Secret secret, String what) {
        String variable = secret.unresolved();
        if (variable != null) {
            mistakes.addUnset(key(key), variable, what);
            return true;
        }
        Path file = secret.unreadable();
        if (file != null) {
            mistakes.add(key(key), "file " + file + ", which is away or empty", what + " in that file");
        }
        return file != null;
    }
}
