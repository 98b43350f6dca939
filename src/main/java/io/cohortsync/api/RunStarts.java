package io.cohortsync.api;

import io.cohortsync.run.RunRequest;
import io.cohortsync.run.RunTicket;
import io.cohortsync.run.Trigger;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lets runs begin or go on, by the routes that everybody uses. */
@Component
class RunStarts {

    private final ProducerTemplate producer;

    RunStarts(ProducerTemplate producer) {
        this.producer = producer;
    }

    /** Opens a run at somebody's request, or says why none was opened. */
    RunTicket start(String sync, boolean dryRun, boolean force) {
        RunRequest request = new RunRequest(sync, Trigger.MANUAL, dryRun, force);
        try {
            return producer.requestBody("direct:cohort-start", request, RunTicket.class);
        } catch (CamelExecutionException e) {
            if (e.getCause() instanceof DirectConsumerNotAvailableException) {
                throw new RouteStoppedException("cohort-start");
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Lets a run that is opened go on, on a thread of its own. */
    void goOn(RunTicket ticket) {
        producer.asyncSendBody("direct:cohort-resume", ticket);
    }

    /** The same, if one was opened. */
    void goOnIfOpened(@Nullable RunTicket ticket) {
        if (ticket != null && ticket.opened()) {
            goOn(ticket);
        }
    }
}
