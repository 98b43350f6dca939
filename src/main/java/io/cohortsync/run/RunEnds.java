package io.cohortsync.run;

import io.cohortsync.amplitude.Spool;
import io.cohortsync.ledger.LedgerCounts;
import io.cohortsync.ledger.MembershipLedger;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says truthfully how a run ended. */
public class RunEnds {

    private static final Logger LOG = LoggerFactory.getLogger(RunEnds.class);

    private final RunStore store;
    private final SyncStore syncs;
    private final MembershipLedger ledger;
    private final Spool spool;
    private final List<RunListener> listeners;

    /** Is told what became of a run. */
    public interface RunListener {
        /** The run has ended. */
        void ended(RunReport report);

        /** The run goes on later, in this process or another; nothing is said of its end. */
        default void interrupted(String runId) {}
    }

    public RunEnds(RunStore store, SyncStore syncs, MembershipLedger ledger, Spool spool, List<RunListener> listeners) {
        this.store = store;
        this.syncs = syncs;
        this.ledger = ledger;
        this.spool = spool;
        this.listeners = listeners;
    }

    /** Ends a run, unless the application stops in the middle of it: then it is taken up after the next start. */
    Optional<RunReport> end(ActiveRun run, boolean stopping) {
        RunReport before = store.find(run.id()).orElseThrow();
        boolean running = before.status() == RunStatus.RUNNING;
        if (running && stopping && run.stage() != Stage.DONE) {
            LOG.info("run interrupted; it is taken up again {}", run);
            return Optional.empty();
        }
        LedgerCounts left = ledger.counts(run.sync().name());
        if (!store.left(run.lease(), run.delivery().takeAccepted(), left)) {
            LOG.warn("another process works on this sync now, and has taken the run over {}", run);
            return Optional.empty();
        }
        if (running) {
            finish(run, left, before.lookedAtCohort());
        }
        spool.delete(run.id());
        RunReport report = store.find(run.id()).orElseThrow();
        LOG.info(
                "run ended {} {}{}",
                report.summary(),
                run,
                report.reason() == null ? "" : " reason=\"" + report.reason() + "\"");
        listeners.forEach(listener -> listener.ended(report));
        return Optional.of(report);
    }

    /** Lets go of a run that goes on later. */
    void interrupt(ActiveRun run) {
        listeners.forEach(listener -> listener.interrupted(run.id()));
    }

    private void finish(ActiveRun run, LedgerCounts left, boolean lookedAtCohort) {
        if (run.delivery().isAccessRefused()) {
            store.finish(run.lease(), RunStatus.FAILED, run.delivery().stopped().orElseThrow());
        } else if (left.pending() + left.parked() > 0) {
            store.finish(run.lease(), RunStatus.PARTIAL, partial(run, left));
        } else if (store.finish(run.lease(), RunStatus.SUCCEEDED, null) && lookedAtCohort) {
            syncs.completed(run.sync().name());
        }
    }

    private String partial(ActiveRun run, LedgerCounts left) {
        String why = run.delivery().stopped().orElseGet(() -> lastParked(run));
        return left.pending() + " changes are still pending and " + left.parked() + " are parked (" + why
                + "). The next run sends what is pending, and tries what is parked again up to retry-parked times";
    }

    private String lastParked(ActiveRun run) {
        return ledger.deadLetters(run.sync().name(), 1).stream()
                .findFirst()
                .map(letter -> "the newest: " + letter.reason())
                .orElse("the delivery was interrupted");
    }
}
