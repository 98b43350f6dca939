package io.cohortsync.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.config.CohortSyncProperties;
import io.cohortsync.config.PushwooshApp;
import io.cohortsync.fault.RetryLaterException;
import io.cohortsync.ledger.Change;
import io.cohortsync.ledger.MembershipLedger;
import io.cohortsync.ledger.ParkedChange;
import io.cohortsync.ledger.Settlement;
import io.cohortsync.pushwoosh.JobReply;
import io.cohortsync.run.ActiveRun;
import io.cohortsync.run.ActiveRuns;
import io.cohortsync.run.ChangeMetrics;
import io.cohortsync.run.DeliveryGates;
import io.cohortsync.run.RunStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Bean {@code changes}: pending changes on their way, and what became of them. Only {@link #settle} says that a change is
 * delivered.
 */
@Component("changes")
public class ChangeSteps {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeSteps.class);

    private final ActiveRuns active;
    private final RunStore store;
    private final MembershipLedger ledger;
    private final DeliveryGates gates;
    private final ChangeMetrics metrics;
    private final int attempts;

    ChangeSteps(
            ActiveRuns active,
            RunStore store,
            MembershipLedger ledger,
            DeliveryGates gates,
            ChangeMetrics metrics,
            CohortSyncProperties configuration) {
        this.active = active;
        this.store = store;
        this.ledger = ledger;
        this.gates = gates;
        this.metrics = metrics;
        this.attempts = configuration.deliverAttempts();
    }

    /** All pending changes of the run's sync, those left over from earlier runs included. */
    public Iterator<ChangePage> pages(String runId) {
        ActiveRun run = active.get(runId);
        long[] ids = ledger.pendingIds(run.claim());
        return new ChangePages(run, ledger, ids, run.app().batchSize(), () -> isStopped(run));
    }

    private boolean isStopped(ActiveRun run) {
        return active.isStopping() || run.delivery().stopped().isPresent();
    }

    // ---- one batch ----

    /** Waits for one of the app's places ({@code max-in-flight}); false: nothing more is sent in this run. */
    public boolean admit(ChangeBatch batch) throws InterruptedException {
        ActiveRun run = active.get(batch.runId());
        return !batch.changes().isEmpty() && gates.enter(run, () -> isStopped(run) || !active.isClaimFresh(run));
    }

    /** Gives the place back. */
    public void leave(ChangeBatch batch) {
        active.find(batch.runId()).ifPresent(gates::leave);
    }

    /** Counts a call that Pushwoosh accepted. */
    public void accepted(ChangeBatch batch) {
        store.accepted(batch.runId());
    }

    /** Writes what a completed job did: confirmed, or skipped and so parked with Pushwoosh's reason. */
    public void settle(ChangeBatch batch, JobReply job) {
        List<Change> confirmed = new ArrayList<>();
        List<ParkedChange> parked = new ArrayList<>();
        for (Change change : batch.changes()) {
            String reason = job.skipped().get(change.address());
            if (reason == null) {
                confirmed.add(change);
            } else {
                parked.add(new ParkedChange(change, "skipped", reason, false));
            }
        }
        write(batch, new Settlement(confirmed, parked));
    }

    /** Parks a batch that Pushwoosh refuses and that cannot be halved any more. */
    public void refused(ChangeBatch batch, Exception problem) {
        park(batch, "refused", problem.getMessage(), false);
    }

    /**
     * Decides about a batch whose job did not complete.
     *
     * @return the same batch to be sent again; an empty one when the attempts are used up and its changes are parked
     */
    public ChangeBatch unconfirmed(ChangeBatch batch, Exception problem) {
        ActiveRun run = active.get(batch.runId());
        metrics.retried(run.sync().name(), batch.changes());
        LOG.warn("batch not confirmed attempt={} of {} size={} {}: {}", batch.attempt(), attempts, batch.changes().size(), run,
                problem.getMessage());
        if (batch.attempt() < attempts) {
            return batch.nextAttempt();
        }
        park(batch, "job-failed", problem.getMessage(), true);
        return batch.with(List.of());
    }

    /** Stops the run's delivery: Pushwoosh refuses our credentials. Its changes stay pending. */
    public void accessRefused(ChangeBatch batch, Exception problem) {
        stop(batch, problem.getMessage(), true);
    }

    /** Stops the run's delivery: Pushwoosh did not answer within the tries allowed. Its changes stay pending. */
    public void unanswered(ChangeBatch batch, Exception problem) {
        String what = problem instanceof RetryLaterException
                ? String.valueOf(problem.getMessage())
                : "Pushwoosh cannot be reached (" + problem.getClass().getSimpleName() + ")";
        stop(batch, what, false);
    }

    private void stop(ChangeBatch batch, @org.jspecify.annotations.Nullable String reason, boolean accessRefused) {
        ActiveRun run = active.get(batch.runId());
        if (!active.isStopping()) {
            run.delivery().stop(String.valueOf(reason), accessRefused);
            LOG.warn("delivery stopped: {} {}", reason, run);
        }
    }

    private void park(ChangeBatch batch, String code, @org.jspecify.annotations.Nullable String text, boolean applied) {
        List<ParkedChange> parked = batch.changes().stream()
                .map(change -> new ParkedChange(change, code, String.valueOf(text), applied))
                .toList();
        write(batch, new Settlement(List.of(), parked));
    }

    private void write(ChangeBatch batch, Settlement settlement) {
        ActiveRun run = active.get(batch.runId());
        ledger.settle(
                run.claim(),
                run.id(),
                settlement,
                left -> store.settled(run.id(), settlement.confirmed().size(), left));
        metrics.settled(run.sync().name(), settlement);
        LOG.info(
                "batch settled confirmed={} parked={} {}",
                settlement.confirmed().size(),
                settlement.parked().size(),
                run);
    }

    /** Waits until every batch of the run is settled. */
    public void await(String runId) throws InterruptedException {
        gates.awaitAll(active.get(runId), active::isStopping);
    }
}
