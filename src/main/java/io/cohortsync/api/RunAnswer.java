package io.cohortsync.api;

import io.cohortsync.run.RunTicket;
import java.util.Objects;

/** Names the run that goes on now. */
record RunAnswer(String run) {

    /** @throws org.springframework.web.ErrorResponseException 409 if the ticket is refused */
    static RunAnswer of(RunTicket ticket) {
        if (!ticket.opened()) {
            throw Refusals.conflict(ticket);
        }
        return new RunAnswer(Objects.requireNonNull(ticket.runId()));
    }
}
