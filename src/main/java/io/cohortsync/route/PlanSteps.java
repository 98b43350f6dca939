package io.cohortsync.route;

import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Mode;
import io.cohortsync.ledger.CarriedOut;
import io.cohortsync.ledger.Comparison;
import io.cohortsync.ledger.MembershipLedger;
import io.cohortsync.ledger.Plan;
import io.cohortsync.ledger.PlanFile;
import io.cohortsync.member.CheckedPage;
import io.cohortsync.run.ActiveRun;
import io.cohortsync.run.ActiveRuns;
import io.cohortsync.run.GuardCheck;
import io.cohortsync.run.Intake;
import io.cohortsync.run.RunStatus;
import io.cohortsync.run.RunStore;
import io.cohortsync.run.Stage;
import io.cohortsync.run.SyncStore;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Bean {@code plans}: compares an export with the ledger and makes the changes pending, all or none. */
@Component("plans")
public class PlanSteps {

    private static final Logger LOG = LoggerFactory.getLogger(PlanSteps.class);

    private final ActiveRuns active;
    private final RunStore store;
    private final SyncStore syncs;
    private final MembershipLedger ledger;
    private final PlanFile plans;
    private final LiveConfiguration configuration;
    private final ExecutorService readerThreads;

    PlanSteps(
            ActiveRuns active,
            RunStore store,
            SyncStore syncs,
            MembershipLedger ledger,
            PlanFile plans,
            LiveConfiguration configuration,
            ExecutorService readerThreads) {
        this.active = active;
        this.store = store;
        this.syncs = syncs;
        this.ledger = ledger;
        this.plans = plans;
        this.configuration = configuration;
        this.readerThreads = readerThreads;
    }

    /** Starts a comparison, from the beginning even if the file was half read before. */
    public void begin(String runId) {
        ActiveRun run = active.get(runId);
        store.forgetRejections(run.lease());
        boolean additive = run.sync().mode() == Mode.ADDITIVE;
        boolean withProperties = !run.sync().tags().isEmpty();
        Comparison.Rules rules = new Comparison.Rules(
                additive, withProperties, configuration.now().retryParked());
        run.startReading(new Intake(ledger.compare(run.claim(), rules), readerThreads));
    }

    /** Compares one page. */
    public void compare(String runId, CheckedPage page) {
        active.get(runId).intake().compare(page);
    }

    /** Ends the comparison: the plan is checked by the guard, and then held or made pending. */
    public void complete(String runId) throws InterruptedException {
        ActiveRun run = active.get(runId);
        Intake intake = run.intake();
        store.reject(run.lease(), intake.kept());
        store.read(run.lease(), intake.rows(), intake.valid(), intake.duplicates(), intake.rejected());
        LOG.info(
                "export read rows={} valid={} duplicates={} {}",
                intake.rows(),
                intake.valid(),
                intake.duplicates(),
                run);
        Plan plan = intake.comparison().plan();
        store.planned(run.lease(), plan.counts(), plan.ledgerVersion());
        Optional<String> tripped = guard(run, intake, plan);
        if (run.isDryRun()) {
            showOnly(run, plan, tripped);
        } else if (tripped.isPresent()) {
            hold(run, plan, tripped.get());
        } else {
            carryOut(run, plan);
        }
        run.stopReading();
    }

    private Optional<String> guard(ActiveRun run, Intake intake, Plan plan) {
        long usable = intake.valid() + intake.duplicates();
        GuardCheck.Facts facts = new GuardCheck.Facts(
                intake.rows(), usable, run.cohortSize(), run.isFileProven(), run.isListRead(), plan.counts());
        return GuardCheck.check(run.sync().guard(), facts);
    }

    private void showOnly(ActiveRun run, Plan plan, Optional<String> tripped) {
        plans.write(run.id(), plan);
        String guard = tripped.map(reason -> "; it would be held: " + reason).orElse("");
        store.finish(run.lease(), RunStatus.SUCCEEDED, "dry run: nothing was sent, the ledger stays as it was" + guard);
        run.moveTo(Stage.DONE);
    }

    private void hold(ActiveRun run, Plan plan, String reason) {
        plans.write(run.id(), plan);
        supersede(run);
        store.finish(run.lease(), RunStatus.HELD, reason);
        run.moveTo(Stage.DONE);
        LOG.warn("plan held: {} {}", reason, run);
    }

    /** A fresh plan takes the place of one that is held, instead of piling up. */
    private void supersede(ActiveRun run) {
        store.supersede(run.sync().name(), run.id()).forEach(plans::delete);
    }

    private void carryOut(ActiveRun run, Plan plan) {
        supersede(run);
        CarriedOut done = ledger.carryOut(run.claim(), run.id(), plan, counts -> {
            store.delivering(run.lease(), counts);
            syncs.compared(run.sync().name(), new SyncStore.Compared(run.lastComputed(), run.cohortSize()));
        });
        done.pending().ifPresent(run::toDeliver);
        active.renew(run);
        run.moveTo(Stage.DELIVER);
        LOG.info(
                "plan made joined={} left={} changed={} unchanged={} pending={} {}",
                plan.counts().joined(),
                plan.counts().left(),
                plan.counts().changed(),
                plan.counts().unchanged(),
                done.left().pending(),
                run);
    }
}
