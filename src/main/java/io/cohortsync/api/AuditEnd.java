package io.cohortsync.api;

import io.cohortsync.run.RunTicket;
import org.jspecify.annotations.Nullable;
import org.springframework.web.ErrorResponseException;

/** How something that was asked for ended; null stands for what there is nothing to say of. */
record AuditEnd(
        String outcome, @Nullable String run, @Nullable String reason) {

    static final AuditEnd DONE = new AuditEnd("done", null, null);

    /** @param ticket null if no run was needed */
    static AuditEnd of(@Nullable RunTicket ticket) {
        return ticket == null
                ? DONE
                : new AuditEnd(ticket.opened() ? "done" : "refused", ticket.runId(), ticket.refusal());
    }

    /** Our own sentences are kept; the message of any other exception may hold anything. */
    static AuditEnd of(RuntimeException e) {
        if (e instanceof ErrorResponseException answer) {
            String outcome = answer.getStatusCode().is4xxClientError() ? "refused" : "failed";
            return new AuditEnd(outcome, null, answer.getBody().getDetail());
        }
        boolean ours = e instanceof RouteStoppedException;
        return new AuditEnd("failed", null, ours ? e.getMessage() : e.getClass().getSimpleName());
    }
}
