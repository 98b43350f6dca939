package io.cohortsync.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who did what.
 *
 * @param who the name of the access token in the configuration; {@code oidc:} and a name for a provider's token; {@code local}
 *     where there is no login
 * @param sync null where the whole server is meant
 * @param run the run that was begun or decided about; null if there is none
 * @param outcome {@code asked} (not ended, or cut off), {@code done}, {@code refused} or {@code failed}
 */
record AuditEntry(
        Instant at,
        String who,
        String action,
        @Nullable String sync,
        @Nullable String run,
        String outcome,
        @Nullable String reason) {}
