package io.cohortsync.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a run is: a run that was interrupted goes on from here. */
public enum Stage {
    EXPORT,
    READ,
    PLAN,
    DELIVER,
    DONE;

    /** The word of the run report and of the routes. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Stage of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
