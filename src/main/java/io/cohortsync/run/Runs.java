package io.cohortsync.run;

import io.cohortsync.config.Cadence;
import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Sync;
import io.cohortsync.fault.Causes;
import io.cohortsync.ledger.ClaimLostException;
import io.cohortsync.ledger.LedgerCounts;
import io.cohortsync.ledger.MembershipLedger;
import io.cohortsync.ledger.PlanCounts;
import io.cohortsync.ledger.PlanFile;
import io.cohortsync.ledger.PlanOutdatedException;
import io.cohortsync.ledger.SyncClaim;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens, takes up and ends runs. One sync has at most one run at a time, on one node or on many: a run begins with the claim
 * of its sync and ends with its release.
 */
public class Runs {

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final LiveConfiguration configuration;
    private final SyncStore syncs;
    private final RunStore store;
    private final ActiveRuns active;
    private final MembershipLedger ledger;
    private final PlanFile plans;
    private final RunEnds ends;
    private final String owner;
    private final RunIds ids;

    public Runs(
            LiveConfiguration configuration,
            SyncStore syncs,
            RunStore store,
            ActiveRuns active,
            MembershipLedger ledger,
            PlanFile plans,
            RunEnds ends,
            String owner,
            Clock clock) {
        this.configuration = configuration;
        this.syncs = syncs;
        this.store = store;
        this.active = active;
        this.ledger = ledger;
        this.plans = plans;
        this.ends = ends;
        this.owner = owner;
        this.ids = new RunIds(clock);
    }

    // ---- beginning ----

    /** Opens a run, unless one of the same sync is under way or there is a reason not to. */
    public RunTicket open(RunRequest request) {
        Sync sync = configuration.sync(request.sync()).orElse(null);
        if (sync == null || !sync.enabled()) {
            return RunTicket.refused(
                    null, "sync " + request.sync() + (sync == null ? " is not configured" : " is disabled"));
        }
        if (active.isStopping()) {
            return RunTicket.refused(null, "the application is stopping");
        }
        if (request.trigger() == Trigger.CADENCE && syncs.isPaused(sync.name())) {
            return RunTicket.refused(null, "the cadence of sync " + sync.name() + " is paused");
        }
        if (request.trigger() == Trigger.CADENCE && hasRunOnce(sync)) {
            return RunTicket.refused(null, "sync " + sync.name() + " is one-time and has run");
        }
        return claim(sync)
                .map(claim -> orGiveBack(claim, () -> begin(sync, claim, request)))
                .orElseGet(() -> inTheWay(sync));
    }

    private boolean hasRunOnce(Sync sync) {
        return sync.cadence().kind() == Cadence.Kind.ONE_TIME
                && (syncs.hasFired(sync.name()) || store.startedByCadence(sync.name()));
    }

    /**
     * Claims a sync. A run says how it ended a moment before it gives its claim back: whoever saw the end and asks at once
     * waits for that moment.
     */
    private Optional<SyncClaim> claim(Sync sync) {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        Optional<SyncClaim> claim = tryToClaim(sync);
        while (claim.isEmpty() && running(sync).isEmpty() && System.nanoTime() < patience && pause()) {
            claim = tryToClaim(sync);
        }
        return claim;
    }

    private Optional<SyncClaim> tryToClaim(Sync sync) {
        return syncs.claim(sync.name(), owner, ActiveRuns.CLAIM_TIME);
    }

    /** A claim of which nothing has come is given back, and does not have to run out. */
    private <T> T orGiveBack(SyncClaim claim, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            releaseQuietly(claim);
            throw e;
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(20);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Optional<RunReport> running(Sync sync) {
        return store.list(sync.name(), RunStatus.RUNNING.word(), 1).stream().findFirst();
    }

    /** A run that has told its end may still wait for its last batches: then it is the newest one. */
    private RunTicket inTheWay(Sync sync) {
        String other = running(sync)
                .or(() -> store.last(sync.name()))
                .map(RunReport::id)
                .orElse(null);
        return RunTicket.refused(other, "a run of sync " + sync.name() + " is under way");
    }

    private RunTicket begin(Sync sync, SyncClaim claim, RunRequest request) {
        RunReport unfinished = running(sync).orElse(null);
        if (unfinished == null) {
            return insert(ids.next(), sync, claim, request);
        }
        return request.dryRun() && !unfinished.dryRun()
                ? refuseDryRun(claim, unfinished)
                : resume(sync, claim, store.progress(unfinished.id()).orElseThrow());
    }

    /** Who only wants to look must not let a run go on that sends. */
    private RunTicket refuseDryRun(SyncClaim claim, RunReport unfinished) {
        syncs.release(claim);
        return RunTicket.refused(
                unfinished.id(),
                "a run of sync " + claim.sync() + " was interrupted and goes on first; then ask again");
    }

    private RunTicket insert(String id, Sync sync, SyncClaim claim, RunRequest request) {
        Stage stage = request.trigger() == Trigger.REPLAY ? Stage.DELIVER : Stage.EXPORT;
        store.insert(new RunLease(id, claim), request, stage);
        if (request.trigger() == Trigger.CADENCE) {
            syncs.fired(claim);
        }
        active.add(activeRun(id, sync, claim, request.trigger(), request.dryRun(), request.force(), stage));
        LOG.info(
                "run opened trigger={} stage={} run={} sync={}",
                request.trigger().word(),
                stage.word(),
                id,
                sync.name());
        return RunTicket.granted(id);
    }

    /** Makes the parked changes of a sync pending again and opens a run that sends them. */
    public Replay replay(String name) {
        return deliver(name, (claim, id) -> ledger.requeue(claim, id, Integer.MAX_VALUE));
    }

    /** Opens a run that sends what is pending, without an export; null if nothing is. */
    public @Nullable RunTicket deliver(String name) {
        return deliver(name, (claim, id) -> Math.toIntExact(ledger.counts(name).pending()))
                .ticket();
    }

    /** @param changes gives how many changes there are to send */
    private Replay deliver(String name, ToIntBiFunction<SyncClaim, String> changes) {
        Sync sync = configuration.sync(name).orElseThrow();
        if (!sync.enabled()) {
            return new Replay(0, RunTicket.refused(null, "sync " + name + " is disabled"));
        }
        return claim(sync)
                .map(claim -> orGiveBack(claim, () -> deliver(sync, claim, changes)))
                .orElseGet(() -> new Replay(0, inTheWay(sync)));
    }

    /** Should the process die before the run is opened, the changes are pending and go with the next run. */
    private Replay deliver(Sync sync, SyncClaim claim, ToIntBiFunction<SyncClaim, String> changes) {
        boolean interrupted = running(sync).isPresent();
        String id = ids.next();
        int found = interrupted ? 0 : changes.applyAsInt(claim, id);
        if (found == 0) {
            syncs.release(claim);
            return new Replay(0, interrupted ? inTheWay(sync) : null);
        }
        return new Replay(found, insert(id, sync, claim, new RunRequest(sync.name(), Trigger.REPLAY, false, false)));
    }

    private ActiveRun activeRun(
            String id, Sync sync, SyncClaim claim, Trigger trigger, boolean dryRun, boolean forced, Stage stage) {
        return new ActiveRun(
                id,
                sync,
                configuration.projectOf(sync),
                configuration.appOf(sync),
                claim,
                trigger,
                dryRun,
                forced,
                stage);
    }

    // ---- taking up ----

    /** Runs that say they are running, but on which this process does not work. */
    public List<RunReport> interrupted() {
        return store.list(null, RunStatus.RUNNING.word(), Integer.MAX_VALUE).stream()
                .filter(run -> active.find(run.id()).isEmpty())
                .toList();
    }

    /** Takes up an interrupted run, if nobody else works on it or has ended it meanwhile. */
    public Optional<RunTicket> takeUp(RunReport run) {
        Sync sync = configuration.sync(run.sync()).filter(Sync::enabled).orElse(null);
        if (sync == null) {
            store.abandon(run.id(), "interrupted, and its sync is no longer configured or enabled");
            return Optional.empty();
        }
        return claim(sync).flatMap(claim -> orGiveBack(claim, () -> takeUp(sync, claim, run.id())));
    }

    /** Only who has the claim knows that nobody is about to say how the run ended. */
    private Optional<RunTicket> takeUp(Sync sync, SyncClaim claim, String id) {
        RunStore.Progress progress = store.progress(id).orElseThrow();
        if (progress.report().status() != RunStatus.RUNNING) {
            syncs.release(claim);
            return Optional.empty();
        }
        return Optional.of(resume(sync, claim, progress));
    }

    private RunTicket resume(Sync sync, SyncClaim claim, RunStore.Progress progress) {
        String id = progress.report().id();
        if (progress.requestedAt() != null && progress.requestId() == null) {
            return startOver(sync, claim, progress);
        }
        Stage stage = progress.report().stage() == Stage.PLAN
                ? Stage.READ
                : progress.report().stage();
        store.taken(new RunLease(id, claim), Trigger.RESUME);
        ActiveRun run =
                activeRun(id, sync, claim, Trigger.RESUME, progress.report().dryRun(), progress.forced(), stage);
        run.looked(progress.cohortSize(), progress.lastComputed());
        run.fileProven(progress.fileProven());
        if (stage == Stage.DELIVER) {
            run.perhapsSent();
        }
        if (progress.requestId() != null) {
            run.requested(progress.requestId());
        }
        active.add(run);
        LOG.info("run taken up trigger=resume stage={} {}", stage.word(), run);
        return RunTicket.granted(id);
    }

    /** Whether the lost request counts is not known; a run taken up sends no second one, a new run does. */
    private RunTicket startOver(Sync sync, SyncClaim claim, RunStore.Progress progress) {
        store.finish(
                new RunLease(progress.report().id(), claim),
                RunStatus.FAILED,
                "interrupted between the export request and Amplitude's answer: the export cannot be found again."
                        + " A new run starts at once");
        return begin(
                sync,
                claim,
                new RunRequest(sync.name(), Trigger.RESUME, progress.report().dryRun(), progress.forced()));
    }

    /** Lets a held run go on with exactly the plan that was shown; a refusal says why not. */
    public RunTicket approve(String id) {
        RunReport run = store.find(id).orElseThrow();
        Sync sync = configuration.sync(run.sync()).filter(Sync::enabled).orElse(null);
        if (run.status() != RunStatus.HELD) {
            return RunTicket.refused(id, "run " + id + " is " + run.status().word() + ", not held");
        }
        if (sync == null || !plans.exists(id)) {
            return RunTicket.refused(
                    id, sync == null ? "sync " + run.sync() + " is not configured or disabled" : gone(id));
        }
        return claim(sync)
                .map(claim -> orGiveBack(claim, () -> release(sync, claim, id)))
                .orElseGet(() -> inTheWay(sync));
    }

    private RunTicket release(Sync sync, SyncClaim claim, String id) {
        RunStore.Progress progress = store.progress(id).orElseThrow();
        ActiveRun run =
                activeRun(id, sync, claim, progress.report().trigger(), false, progress.forced(), Stage.DELIVER);
        run.looked(progress.cohortSize(), progress.lastComputed());
        try {
            long version = Objects.requireNonNull(progress.planVersion());
            ledger.carryOut(claim, id, plans.read(id, version, PlanCounts.NONE), left -> {
                requireHeld(sync.name(), id);
                store.delivering(run.lease(), left);
                syncs.compared(sync.name(), new SyncStore.Compared(progress.lastComputed(), progress.cohortSize()));
            });
        } catch (PlanOutdatedException e) {
            syncs.release(claim);
            return RunTicket.refused(id, e.getMessage());
        } catch (UncheckedIOException e) {
            if (plans.exists(id)) {
                throw e;
            }
            // somebody discards it at this moment
            syncs.release(claim);
            return RunTicket.refused(id, gone(id));
        }
        plans.delete(id);
        active.add(run);
        LOG.info("held plan approved {}", run);
        return RunTicket.granted(id);
    }

    private static String gone(String id) {
        return "the plan of run " + id + " is gone from data-dir; a new run makes a new one";
    }

    private void requireHeld(String sync, String id) {
        if (!store.leaveHeld(id, RunStatus.RUNNING, null)) {
            throw new PlanOutdatedException(sync);
        }
    }

    /** Throws a held plan away; false if the run is not held. */
    public boolean discard(String id) {
        boolean discarded = store.leaveHeld(id, RunStatus.SKIPPED, "the held plan was discarded; nothing was sent");
        if (discarded) {
            plans.delete(id);
        }
        return discarded;
    }

    /** Whether the caller is to carry the run out; nobody is twice. */
    public boolean begin(String id) {
        return active.find(id).map(ActiveRun::begin).orElse(false);
    }

    /** A route on the way is stopped: the run waits. */
    public void putBack(String id) {
        active.find(id).ifPresent(ActiveRun::putBack);
    }

    /** Runs that are open and that nobody has begun: a route on their way is stopped. */
    public List<RunTicket> waiting() {
        return active.all().stream()
                .filter(ActiveRun::isWaiting)
                .map(run -> RunTicket.granted(run.id()))
                .toList();
    }

    // ---- ending ----

    /** Records that a run cannot go on, unless it is merely interrupted. */
    public void fail(String id, Throwable thrown) {
        ActiveRun run = active.get(id);
        run.delivery().abandon();
        Throwable problem = Causes.of(thrown);
        if (isInterruption(problem)) {
            LOG.warn(
                    "run interrupted by {}; it is taken up again {}",
                    problem.getClass().getSimpleName(),
                    run);
            run.interrupt();
            return;
        }
        String reason = Reasons.of(problem);
        LOG.error("run failed: {} {}", reason, run, Reasons.trace(problem));
        finish(run, reason);
    }

    /** A failure that cannot be written is no end: the run is taken up when the database is back. */
    private void finish(ActiveRun run, String reason) {
        try {
            store.finish(run.lease(), RunStatus.FAILED, reason);
        } catch (RuntimeException e) {
            LOG.warn("the failure could not be recorded ({}) {}", e.getClass().getSimpleName(), run);
            run.interrupt();
        }
    }

    private boolean isInterruption(Throwable problem) {
        return active.isStopping()
                || problem instanceof InterruptedException
                || problem instanceof RejectedExecutionException
                || problem instanceof ClaimLostException
                || Reasons.isDatabaseAway(problem);
    }

    /** Says how a run ended and gives its claim back; empty if it is to be taken up later. */
    public Optional<RunReport> close(String id) throws InterruptedException {
        ActiveRun run = active.find(id).orElse(null);
        if (run == null) {
            return Optional.empty();
        }
        Optional<RunReport> report = Optional.empty();
        try {
            run.delivery().awaitAll();
            report = end(run);
        } finally {
            active.remove(id);
            releaseQuietly(run.claim());
            if (report.isEmpty()) {
                ends.interrupt(run);
            }
        }
        return report;
    }

    /** An end that cannot be written is none: the run is taken up when the database is back. */
    private Optional<RunReport> end(ActiveRun run) {
        try {
            return ends.end(run, active.isStopping() || run.isInterrupted());
        } catch (RuntimeException e) {
            if (!isInterruption(e)) {
                throw e;
            }
            LOG.warn("the end could not be recorded ({}) {}", e.getClass().getSimpleName(), run);
            return Optional.empty();
        }
    }

    private void releaseQuietly(SyncClaim claim) {
        try {
            syncs.release(claim);
        } catch (RuntimeException e) {
            LOG.warn(
                    "claim not given back ({}); it ends by itself sync={}",
                    e.getClass().getSimpleName(),
                    claim.sync());
        }
    }

    /** The counts of a sync now. */
    public LedgerCounts counts(String sync) {
        return ledger.counts(sync);
    }

    /** The newest run of a sync. */
    public @Nullable RunReport last(String sync) {
        return store.last(sync).orElse(null);
    }
}
