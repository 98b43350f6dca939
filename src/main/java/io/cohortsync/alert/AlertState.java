package io.cohortsync.alert;

import java.util.Locale;

/** How a sync is, as far as somebody wants to be woken for it. */
public enum AlertState {
    /** The last run that came to a decision succeeded, not too long ago. */
    OK,
    FAILED,
    PARTIAL,
    HELD,
    /** Nothing is wrong that a run has said, but two cadences have passed without a complete run. */
    STALE;

    /** As in the database, in routes and in messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AlertState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
