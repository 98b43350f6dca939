package io.cohortsync.member;

import org.jspecify.annotations.Nullable;

/**
 * An export file that must not be read as a list of members. The message is one sentence or two: what was found and
 * what was expected; it never holds an address.
 */
public final class ExportUnusableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ExportUnusableException(String message) {
        this(message, null);
    }

    public ExportUnusableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
