package io.cohortsync.ledger;

import java.util.Locale;

/** What a change does to the audience. */
public enum ChangeKind {
    JOIN,
    LEAVE,
    /** The mapped property values of a member differ from what Pushwoosh was told. */
    CHANGE;

    /** The word of the HTTP API and the metrics: {@code join}, {@code leave} or {@code change}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
