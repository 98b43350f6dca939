package io.cohortsync.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is said of a run. */
public enum RunStatus {
    RUNNING,
    /** Every planned change was confirmed by Pushwoosh. */
    SUCCEEDED,
    /** Some changes are parked or still pending. */
    PARTIAL,
    /** A guard tripped: nothing was sent. */
    HELD,
    /** The reason says what happened and what happens next. */
    FAILED,
    /** Nothing to do; the reason says why. */
    SKIPPED;

    /** The word of the run report. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static RunStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
