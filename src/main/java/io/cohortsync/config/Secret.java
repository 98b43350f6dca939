package io.cohortsync.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A credential. Its text leaves this object by {@link #value()} only: logs, messages and debuggers see three stars. */
public final class Secret {
    /** Stands for a credential that was left out. */
    public static final Secret NONE = new Secret("");

    private static final Pattern UNRESOLVED = Pattern.compile("\\$\\{([^}:]+)[^}]*}");

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** Called by Spring's binder; blanks around the value (a pasted line end) are no part of it. */
    public static Secret of(@Nullable String value) {
        return value == null || value.isBlank() ? NONE : new Secret(value.strip());
    }

    static Secret orNone(@Nullable Secret secret) {
        return secret == null ? NONE : secret;
    }

    /** The credential itself; empty when it was left out. */
    public String value() {
        return value;
    }

    /** Whether there is a credential: neither left out nor an environment variable that is not set. */
    public boolean isSet() {
        return !value.isEmpty() && unresolved() == null;
    }

    /** The environment variable that the configuration names and that is not set, or null. */
    @Nullable
    String unresolved() {
        return unresolvedIn(value);
    }

    /** The first {@code NAME} of a {@code ${NAME}} that Spring could not resolve, or null. */
    static @Nullable String unresolvedIn(String text) {
        Matcher matcher = UNRESOLVED.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value.isEmpty() ? "" : "***";
    }
}
