package io.cohortsync.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What started a run. */
public enum Trigger {
    CADENCE,
    MANUAL,
    /** A run that a crash or a stop had interrupted is taken up. */
    RESUME,
    WEBHOOK,
    /** Parked changes are sent again. */
    REPLAY;

    /** The word of the run report. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Trigger of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
