package io.cohortsync.run;

import io.cohortsync.amplitude.CohortInfo;
import io.cohortsync.amplitude.ExportQuota;
import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.fault.NotReadyException;
import io.cohortsync.fault.RunFailedException;
import io.cohortsync.ledger.LedgerCounts;
import io.cohortsync.ledger.MembershipLedger;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether a run spends an export: there are only so many in a month. */
public class ExportDecision {

    private static final Logger LOG = LoggerFactory.getLogger(ExportDecision.class);

    private final RunStore store;
    private final SyncStore syncs;
    private final MembershipLedger ledger;
    private final ExportQuota quota;
    private final TargetCheck targets;
    private final LiveConfiguration configuration;

    public ExportDecision(
            RunStore store,
            SyncStore syncs,
            MembershipLedger ledger,
            ExportQuota quota,
            TargetCheck targets,
            LiveConfiguration configuration) {
        this.store = store;
        this.syncs = syncs;
        this.ledger = ledger;
        this.quota = quota;
        this.targets = targets;
        this.configuration = configuration;
    }

    /**
     * Decides; the run then is at stage {@code export}, {@code deliver} or {@code done}.
     *
     * @param cohort what Amplitude's list says; empty if it does not show the cohort, which may be unpublished: then the
     *     export request tells
     */
    public void decide(ActiveRun run, Optional<CohortInfo> cohort) {
        targets.requireSame(run);
        cohort.ifPresent(info -> requireExportable(run, info));
        if (cohort.map(CohortInfo::isNeverComputed).orElse(false)) {
            skip(
                    run,
                    "Amplitude has never computed cohort " + run.sync().cohort()
                            + ": there is nobody in it yet. Open it in Amplitude once; the audience stays as it is");
            return;
        }
        if (cohort.isEmpty()) {
            LOG.warn(
                    "Amplitude's list does not show cohort {}: archived, unpublished or misspelt? Asking for it all the same {}",
                    run.sync().cohort(),
                    run);
        }
        if (isUnchanged(run)) {
            withoutExport(run);
        }
    }

    // ---- the month ----

    /**
     * Writes an export request down, unless the month is spent: then the run is skipped. The last 5 % of the month are for
     * people: the cadences leave them.
     *
     * @return whether the request may be sent
     * @throws NotReadyException if there were too many requests just now
     * @throws RunFailedException if the run's own requests stay without an answer
     */
    public boolean reserve(ActiveRun run) {
        requireAnswers(run);
        String project = run.sync().project();
        int limit = quota.limit(project, run.project().exportsPerMonth());
        int allowed = run.trigger() == Trigger.MANUAL ? limit : limit - limit / 20;
        return switch (quota.reserve(project, run.id(), allowed)) {
            case RESERVED -> true;
            case SPENT -> skipAsSpent(run, limit, allowed);
            case TOO_MANY_NOW ->
                throw new NotReadyException("project " + project + " has requested too many exports just now");
        };
    }

    /** A request without an answer may count, so that a run asks a few times only. */
    private void requireAnswers(ActiveRun run) {
        int most = configuration.now().retry().exportRequests();
        if (quota.unanswered(run.id()) >= most) {
            throw new RunFailedException("Amplitude did not answer the export request, " + most
                    + " times; each may count against the month, so the run does not ask again."
                    + " Nothing was changed, and the next run asks for a new export");
        }
    }

    private boolean skipAsSpent(ActiveRun run, int limit, int allowed) {
        String project = run.sync().project();
        String reserved =
                allowed < limit ? ", of which the last " + (limit - allowed) + " are kept for manual runs" : "";
        skip(
                run,
                "project " + project + " has used " + quota.used(project) + " of the " + limit + " exports of "
                        + quota.month() + reserved + ": no export is requested."
                        + " The audience stays as it is until the month ends or exports-per-month is raised");
        return false;
    }

    // ---- the cohort ----

    private static void requireExportable(ActiveRun run, CohortInfo info) {
        String cohort = "cohort " + info.id() + " (" + info.name() + ")";
        if (info.archived()) {
            throw new RunFailedException(
                    cohort + " is archived in Amplitude: it is no longer computed. Unarchive it or disable" + " sync "
                            + run.sync().name() + "; the audience stays as it is");
        }
        Long size = info.size();
        if (size != null && size > CohortInfo.MOST_MEMBERS) {
            throw new RunFailedException(
                    cohort + " has " + size + " members; Amplitude exports at most " + CohortInfo.MOST_MEMBERS
                            + ". Split the cohort, or feed it by Amplitude's cohort webhook; the audience stays as it is");
        }
    }

    private boolean isUnchanged(ActiveRun run) {
        Long computed = run.lastComputed();
        SyncStore.Compared compared = syncs.compared(run.sync().name());
        return run.sync().skipUnchanged()
                && !run.isForced()
                && !run.isDryRun()
                && computed != null
                && computed.equals(compared.lastComputed())
                && Objects.equals(run.cohortSize(), compared.size());
    }

    private void withoutExport(ActiveRun run) {
        LedgerCounts counts = ledger.counts(run.sync().name());
        int retryParked = configuration.now().retryParked();
        String since = Instant.ofEpochSecond(Objects.requireNonNull(run.lastComputed()))
                .toString();
        if (counts.pending() > 0 || counts.parked() > 0 && ledger.retryable(run.claim(), retryParked) > 0) {
            LOG.info("cohort not recomputed since {}: no export, only what is left is delivered {}", since, run);
            ledger.requeue(run.claim(), run.id(), retryParked);
            move(run, Stage.DELIVER);
        } else {
            skip(run, "Amplitude has not recomputed the cohort since " + since + ", and nothing is left to deliver");
        }
    }

    private void skip(ActiveRun run, String reason) {
        store.finish(run.lease(), RunStatus.SKIPPED, reason);
        run.moveTo(Stage.DONE);
    }

    private void move(ActiveRun run, Stage stage) {
        store.stage(run.lease(), stage);
        run.moveTo(stage);
    }
}
