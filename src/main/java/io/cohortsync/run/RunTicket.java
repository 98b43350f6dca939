package io.cohortsync.run;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link RunRequest}.
 *
 * @param opened whether a new run was opened
 * @param runId the new run, or the one that is in the way; null if there is none to name
 * @param refusal why no run was opened; null if one was
 */
public record RunTicket(
        boolean opened, @Nullable String runId, @Nullable String refusal) {

    static RunTicket granted(String runId) {
        return new RunTicket(true, runId, null);
    }

    static RunTicket refused(@Nullable String runId, String refusal) {
        return new RunTicket(false, runId, refusal);
    }
}
