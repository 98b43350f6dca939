package io.cohortsync.route;

import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.fault.AccessRefusedException;
import io.cohortsync.fault.BatchRefusedException;
import io.cohortsync.fault.Causes;
import io.cohortsync.ledger.Change;
import io.cohortsync.ledger.MemberIds;
import io.cohortsync.ledger.MembershipLedger;
import io.cohortsync.ledger.ParkedChange;
import io.cohortsync.ledger.Settlement;
import io.cohortsync.pushwoosh.JobReply;
import io.cohortsync.run.ActiveRun;
import io.cohortsync.run.ActiveRuns;
import io.cohortsync.run.ChangeMetrics;
import io.cohortsync.run.DeliveryGates;
import io.cohortsync.run.RunStore;
import io.cohortsync.run.TargetCheck;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
    private final TargetCheck targets;
    private final LiveConfiguration configuration;

    ChangeSteps(
            ActiveRuns active,
            RunStore store,
            MembershipLedger ledger,
            DeliveryGates gates,
            ChangeMetrics metrics,
            TargetCheck targets,
            LiveConfiguration configuration) {
        this.active = active;
        this.store = store;
        this.ledger = ledger;
        this.gates = gates;
        this.metrics = metrics;
        this.targets = targets;
        this.configuration = configuration;
    }

    /**
     * All pending changes of the run's sync, those left over from earlier runs included. Each batch waits for one of the
     * app's places ({@code max-in-flight}) before its first page is given out.
     */
    public Iterator<ChangePage> pages(String runId) {
        ActiveRun run = active.get(runId);
        targets.requireSame(run);
        long[] ids = run.takeToDeliver().map(MemberIds::ascending).orElseGet(() -> ledger.pendingIds(run.claim()));
        return new ChangePages(run, ledger, gates, ids, () -> isStopped(run));
    }

    private boolean isStopped(ActiveRun run) {
        return active.isStopping() || run.delivery().stopped().isPresent() || !active.isClaimFresh(run);
    }

    // ---- one batch ----

    /**
     * Whether a batch may be sent; then its place is to be given back with {@link #leave}. A batch that was collected in part,
     * as change-deliver was stopped meanwhile, is put back and sent later in the run.
     */
    public boolean admit(ChangeBatch batch) {
        ActiveRun run = active.find(batch.runId()).orElse(null);
        if (run == null) {
            return false;
        }
        if (!batch.isFull()) {
            run.delivery().giveBack();
            return false;
        }
        boolean mayBeSent = !batch.changes().isEmpty() && run.delivery().begin();
        if (mayBeSent && isStopped(run)) {
            run.delivery().end();
            return false;
        }
        return mayBeSent;
    }

    /** The batch never came to its place, as a route on its way is stopped: its changes stay pending. */
    public void lost(ChangeBatch batch) {
        active.find(batch.runId()).ifPresent(run -> {
            run.delivery().stop("the route change-batch is stopped; start it again", false);
            run.delivery().abandon();
        });
    }

    /** Gives the place back. */
    public void leave(ChangeBatch batch) {
        active.find(batch.runId()).ifPresent(run -> run.delivery().end());
    }

    /**
     * The batch on its way out.
     *
     * @param tries how often its post was tried before; null if never
     */
    public ChangeBatch posting(ChangeBatch batch, @Nullable Integer tries) {
        if (tries == null || tries == 0) {
            return batch;
        }
        metrics.retried(active.get(batch.runId()).sync().name(), batch.changes());
        return batch.postedBefore();
    }

    /** Counts a call that Pushwoosh accepted. */
    public void accepted(ChangeBatch batch) {
        active.get(batch.runId()).delivery().accept();
    }

    /**
     * Writes what a completed job did: confirmed, or skipped and so parked with Pushwoosh's reason.
     *
     * @return the dead letters, for the hook
     * @throws AccessRefusedException if Pushwoosh took the tag from nobody: then the tag is wrong, and not the members
     */
    public List<ParkedNotice> settle(ChangeBatch batch, JobReply job) {
        boolean perhapsApplied = isPerhapsApplied(batch);
        List<Change> confirmed = new ArrayList<>();
        List<ParkedChange> parked = new ArrayList<>();
        for (Change change : batch.changes()) {
            String reason = job.reasonFor(change.address()).orElse(null);
            if (reason == null) {
                confirmed.add(change);
            } else {
                parked.add(new ParkedChange(change, "skipped", reason, perhapsApplied));
            }
        }
        requireTag(confirmed, parked);
        return write(batch, new Settlement(confirmed, parked));
    }

    private boolean isPerhapsApplied(ChangeBatch batch) {
        return batch.perhapsApplied() || active.get(batch.runId()).isPerhapsSent();
    }

    private static void requireTag(List<Change> confirmed, List<ParkedChange> parked) {
        if (confirmed.isEmpty() && parked.stream().allMatch(change -> JobReply.isAboutTag(change.text()))) {
            throw new AccessRefusedException("Pushwoosh completed the job, but skipped the tag for every device ("
                    + parked.get(0).text() + "); expected a tag of type List with that name. Create it in Pushwoosh;"
                    + " the changes stay pending and go with the next run");
        }
    }

    /** Whether a batch whose job did not complete is to be sent again. */
    public boolean maySendAgain(ChangeBatch batch, Exception problem) {
        ActiveRun run = active.get(batch.runId());
        int attempts = configuration.now().deliverAttempts();
        LOG.warn(
                "batch not confirmed attempt={} of {} {}: {}",
                batch.attempt(),
                attempts,
                run,
                Causes.of(problem).getMessage());
        boolean again = batch.attempt() < attempts;
        if (again) {
            metrics.retried(run.sync().name(), batch.changes());
        }
        return again;
    }

    /**
     * Parks the changes of a batch: Pushwoosh refused them, or their job never completed.
     *
     * @return the dead letters, for the hook
     */
    public List<ParkedNotice> park(ChangeBatch batch, Exception thrown) {
        Throwable problem = Causes.of(thrown);
        boolean refused = problem instanceof BatchRefusedException;
        boolean applied = !refused || isPerhapsApplied(batch);
        String code = refused ? "refused" : "job-failed";
        List<ParkedChange> parked = batch.changes().stream()
                .map(change -> new ParkedChange(change, code, String.valueOf(problem.getMessage()), applied))
                .toList();
        return write(batch, new Settlement(List.of(), parked));
    }

    /** Stops the run's delivery; its changes stay pending and go with the next run. */
    public void stop(ChangeBatch batch, Exception problem) {
        ActiveRun run = active.get(batch.runId());
        if (!active.isStopping()) {
            DeliveryStops.stop(run, problem);
        }
    }

    private List<ParkedNotice> write(ChangeBatch batch, Settlement settlement) {
        ActiveRun run = active.get(batch.runId());
        settle(run, settlement, run.delivery().takeAccepted());
        metrics.settled(run.sync().name(), settlement);
        int confirmed = settlement.confirmed().size();
        LOG.debug(
                "batch settled confirmed={} parked={} {}",
                confirmed,
                settlement.parked().size(),
                run);
        return settlement.parked().stream()
                .map(parked -> ParkedNotice.of(run, parked))
                .toList();
    }

    private void settle(ActiveRun run, Settlement settlement, int batches) {
        try {
            ledger.settle(
                    run.claim(),
                    run.id(),
                    settlement,
                    settled -> store.settled(run.lease(), settled.confirmed(), batches, settled.left()));
        } catch (RuntimeException e) {
            run.delivery().giveAcceptedBack(batches);
            throw e;
        }
    }

    /** Whether the run may go on to send, as soon as the route change-deliver is started again. */
    public boolean isOpen(String runId) {
        return !isStopped(active.get(runId));
    }

    /** Whether changes that were collected were not sent, and may be sent now. */
    public boolean isLeft(String runId) {
        ActiveRun run = active.get(runId);
        return run.delivery().takeGivenBack() && !isStopped(run);
    }

    /** Waits until every batch of the run is settled; a batch that was only collected in part when all stopped never comes. */
    public void await(String runId) throws InterruptedException {
        ActiveRun run = active.get(runId);
        if (isStopped(run)) {
            run.delivery().abandon();
        }
        run.delivery().awaitAll();
    }
}
