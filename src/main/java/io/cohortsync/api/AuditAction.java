package io.cohortsync.api;

import java.util.Locale;

/** What a caller can do that is written down. */
enum AuditAction {
    RUN,
    DRY_RUN,
    APPROVE,
    DISCARD,
    REPLAY,
    PAUSE,
    RESUME,
    RELOAD,
    ERASE;

    /** As it stands in the table and in answers. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A run, or one that only plans. */
    static AuditAction run(boolean dryRun) {
        return dryRun ? DRY_RUN : RUN;
    }
}
