package io.cohortsync.route;

import io.cohortsync.fault.AccessRefusedException;
import io.cohortsync.fault.Causes;
import io.cohortsync.fault.RetryLaterException;
import io.cohortsync.ledger.ClaimLostException;
import io.cohortsync.run.ActiveRun;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in words of our own why nothing more is sent in a run. */
final class DeliveryStops {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryStops.class);

    private DeliveryStops() {}

    static void stop(ActiveRun run, Throwable thrown) {
        Throwable problem = Causes.of(thrown);
        String reason = reason(problem);
        run.delivery().stop(reason, problem instanceof AccessRefusedException);
        LOG.warn("delivery stopped: {} {}", reason, run);
    }

    private static String reason(Throwable problem) {
        if (problem instanceof AccessRefusedException || problem instanceof RetryLaterException) {
            return String.valueOf(problem.getMessage());
        }
        if (problem instanceof IOException) {
            return "Pushwoosh cannot be reached (" + problem.getClass().getSimpleName() + ")";
        }
        if (problem instanceof ClaimLostException) {
            return "another process may work on this sync now";
        }
        return "a batch could not be recorded (" + problem.getClass().getSimpleName() + ")";
    }
}
