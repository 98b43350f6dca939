package io.cohortsync.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A credential. Its text leaves this object by {@link #value()} only: logs, messages and debuggers see three stars.
 *
 * <p>One that is written as {@code file:/run/secrets/name} stands in that file, which is read whenever the credential is
 * needed: a new one is used without a restart. While the file is empty or away the last one holds.
 */
public final class Secret {
    /** Stands for a credential that was left out. */
    public static final Secret NONE = new Secret(null, "");

    /** What a value starts with that names a file. */
    static final String FILE = "file:";

    private static final Pattern UNRESOLVED = Pattern.compile("\\$\\{([^}:]+)[^}]*}");

    private final @Nullable Path file;
    private volatile String last;

    private Secret(@Nullable Path file, String last) {
        this.file = file;
        this.last = last;
    }

    /** Called by Spring's binder; blanks around the value (a pasted line end) are no part of it. */
    public static Secret of(@Nullable String value) {
        if (value == null || value.isBlank()) {
            return NONE;
        }
        String text = value.strip();
        return text.startsWith(FILE) ? new Secret(Path.of(text.substring(FILE.length())), "") : new Secret(null, text);
    }

    static Secret orNone(@Nullable Secret secret) {
        return secret == null ? NONE : secret;
    }

    /** The credential itself, as it is now; empty when it was left out. */
    public String value() {
        if (file != null) {
            readAgain(file);
        }
        return last;
    }

    private void readAgain(Path from) {
        try {
            String text = Files.readString(from).strip();
            if (!text.isEmpty()) {
                last = text;
            }
        } catch (IOException e) {
            // it is being replaced, or was never there: see unreadable()
        }
    }

    /** Whether there is a credential: neither left out nor an environment variable that is not set. */
    public boolean isSet() {
        return !value().isEmpty() && unresolved() == null;
    }

    /** The file that should hold the credential and does not, or null. */
    @Nullable
    Path unreadable() {
        return value().isEmpty() ? file : null;
    }

    /** The environment variable that the configuration names and that is not set, or null. */
    @Nullable
    String unresolved() {
        return unresolvedIn(file == null ? last : file.toString());
    }

    /** The first {@code NAME} of a {@code ${NAME}} that Spring could not resolve, or null. */
    static @Nullable String unresolvedIn(String text) {
        Matcher matcher = UNRESOLVED.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && secret.value().equals(value());
    }

    /** Of the last text: a credential that changes must not be kept as a key. */
    @Override
    public int hashCode() {
        return value().hashCode();
    }

    @Override
    public String toString() {
        return this == NONE ? "" : "***";
    }
}
