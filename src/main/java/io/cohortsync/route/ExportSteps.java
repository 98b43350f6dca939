package io.cohortsync.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.amplitude.AmplitudeReply;
import io.cohortsync.amplitude.CohortInfo;
import io.cohortsync.amplitude.DownloadLink;
import io.cohortsync.amplitude.ExportQuota;
import io.cohortsync.amplitude.ExportRequest;
import io.cohortsync.amplitude.ExportStatus;
import io.cohortsync.amplitude.Spool;
import io.cohortsync.amplitude.UsageReply;
import io.cohortsync.config.AmplitudeProject;
import io.cohortsync.fault.Causes;
import io.cohortsync.fault.NotReadyException;
import io.cohortsync.fault.NotSentException;
import io.cohortsync.fault.RunFailedException;
import io.cohortsync.member.ExportUnusableException;
import io.cohortsync.run.ActiveRun;
import io.cohortsync.run.ActiveRuns;
import io.cohortsync.run.ExportDecision;
import io.cohortsync.run.ExportGate;
import io.cohortsync.run.RunStore;
import io.cohortsync.run.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Bean {@code exports}: one export of a cohort, from the question whether it is needed to the file on disk. */
@Component("exports")
public class ExportSteps {

    private static final Logger LOG = LoggerFactory.getLogger(ExportSteps.class);

    private final ActiveRuns active;
    private final RunStore store;
    private final ExportDecision decision;
    private final ExportQuota quota;
    private final ExportGate gate;
    private final Spool spool;
    private final Clock clock;

    ExportSteps(
            ActiveRuns active,
            RunStore store,
            ExportDecision decision,
            ExportQuota quota,
            ExportGate gate,
            Spool spool,
            Clock clock) {
        this.active = active;
        this.store = store;
        this.decision = decision;
        this.quota = quota;
        this.gate = gate;
        this.spool = spool;
        this.clock = clock;
    }

    /** Waits for one of the project's places; the run has it until its file is there. */
    public void enter(String runId) throws InterruptedException {
        if (!gate.enter(active.get(runId), active::isStopping)) {
            throw new RejectedExecutionException("the application stops");
        }
    }

    // ---- is it needed? ----

    /** Decides, by the answer of {@code GET /api/3/cohorts}, whether the run exports, only delivers, or is skipped. */
    public void look(String runId, int status, String body) {
        ActiveRun run = active.get(runId);
        Optional<CohortInfo> cohort = cohort(run, status, body);
        run.looked(
                cohort.map(CohortInfo::size).orElse(null),
                cohort.map(CohortInfo::lastComputed).orElse(null));
        store.looked(run.lease(), run.cohortSize(), run.lastComputed());
        decision.decide(run, cohort);
    }

    /** A list that is refused ends no run: an export may be made all the same, but removes nobody without approval. */
    private Optional<CohortInfo> cohort(ActiveRun run, int status, String body) {
        try {
            JsonNode list = read(run, "the list of cohorts", status, body);
            run.listRead();
            return CohortInfo.find(list, run.sync().cohort());
        } catch (RunFailedException e) {
            LOG.warn("{} {}", e.getMessage(), run);
            return Optional.empty();
        }
    }

    /** Whether the run has no export under way yet. */
    public boolean isUnrequested(String runId) {
        return active.get(runId).requestId().isEmpty();
    }

    /** Whether the run wants an export and has not requested it. */
    public boolean isToBeRequested(String runId) {
        return isUnrequested(runId) && active.get(runId).stage() == Stage.EXPORT;
    }

    /** Whether there is still time to ask again. */
    public boolean isInTime(String runId) {
        return clock.instant().isBefore(deadline(active.get(runId)));
    }

    // ---- asking for it ----

    /** The call that asks what Amplitude has counted this month; it costs nothing. */
    public String usageCall(String runId) {
        active.get(runId).usageQuestion(quota.ask());
        return ExportRequest.USAGE_CALL;
    }

    /** Puts our count right by Amplitude's, if it told it. */
    public void usage(String runId, int status, @Nullable String body) {
        ActiveRun run = active.get(runId);
        UsageReply.read(status, body)
                .ifPresent(usage ->
                        quota.reported(run.sync().project(), run.usageQuestion().orElseThrow(), usage));
    }

    /** Writes the export request down, as each counts against the month; false: there are no more, the run is skipped. */
    public boolean reserve(String runId) {
        ActiveRun run = active.get(runId);
        boolean reserved = decision.reserve(run);
        if (reserved) {
            store.requesting(run.lease());
        }
        return reserved;
    }

    /** The call that requests the export. */
    public String requestCall(String runId) {
        return ExportRequest.call(active.get(runId).sync());
    }

    /**
     * Takes a request back that was written down and surely never sent: the remote is left alone, or no connection came about.
     *
     * @param problem why it was not answered; null if it was
     */
    public void asked(String runId, @Nullable Exception problem) {
        Throwable cause = problem == null ? null : Causes.of(problem);
        if (cause instanceof NotSentException
                || cause instanceof ConnectException
                || cause instanceof UnknownHostException) {
            quota.refused(runId);
            store.unsent(active.get(runId).lease());
        }
    }

    /** Stores the request id: from here on this run never requests another export. */
    public void requested(String runId, int status, String body) {
        ActiveRun run = active.get(runId);
        if (status == 429 || status == 401 || status == 403) {
            quota.refused(runId);
            store.unrequested(run.lease());
        }
        JsonNode reply = read(run, "the export request of cohort " + run.sync().cohort(), status, body);
        String requestId = ExportRequest.id(reply);
        store.requested(run.lease(), requestId);
        quota.accepted(runId);
        run.requested(requestId);
        LOG.info("export requested {}", run);
    }

    /** The call that asks whether the export is ready. */
    public String statusCall(String runId) {
        return ExportRequest.statusCall(active.get(runId).requestId().orElseThrow());
    }

    /**
     * Milliseconds until the next poll: from poll-interval, doubling up to poll-interval-max.
     *
     * @param asked what Amplitude asked for, null if nothing
     */
    public long pollDelay(String runId, @Nullable Long asked) {
        ActiveRun run = active.get(runId);
        AmplitudeProject project = run.project();
        int doublings = Math.min(run.nextPoll() - 1, 20);
        long wait = project.pollInterval().toMillis() << doublings;
        long interval = Math.min(wait, project.pollIntervalMax().toMillis());
        return asked == null ? interval : Math.max(asked, interval);
    }

    /**
     * Goes on when the export is ready; the word decides, not the HTTP status.
     *
     * @throws NotReadyException while it is not
     */
    public void ready(String runId, int status, String body) {
        ActiveRun run = active.get(runId);
        JsonNode reply = read(run, "the status of the export", status, body);
        if (!ExportStatus.isCompleted(reply)) {
            throw new NotReadyException("the export is not ready (" + ExportStatus.word(reply) + ")");
        }
        move(run, Stage.READ);
        LOG.info("export ready {}", run);
    }

    // ---- getting it ----

    /** Whether the file has to be downloaded: it is not there, or it was read and could not be used. */
    public boolean needsDownload(String runId) {
        return active.get(runId).hasBegunReading() || !spool.isComplete(runId);
    }

    /** The call that leads to the file. */
    public String fileCall(String runId) {
        return ExportRequest.fileCall(active.get(runId).requestId().orElseThrow());
    }

    /**
     * Checks where Amplitude sends us; our keys do not go there.
     *
     * @param body of the redirect: closed unread, or its connection would never be free again
     */
    public String link(String runId, @Nullable String location, @Nullable InputStream body) throws IOException {
        if (body != null) {
            body.close();
        }
        return DownloadLink.check(active.get(runId).project().url(), location);
    }

    /**
     * Keeps the file on disk, complete or not at all; closes the body.
     *
     * @param length the header {@code Content-Length}, null if there was none
     * @param encoding the header {@code Transfer-Encoding}, null if there was none
     */
    public void save(
            String runId, int status, @Nullable Long length, @Nullable String encoding, @Nullable InputStream body)
            throws IOException {
        ActiveRun run = active.get(runId);
        try (InputStream file = body == null ? InputStream.nullInputStream() : body) {
            DownloadLink.requireFile(run.sync().project(), status);
            boolean gzip = spool.save(runId, file, length == null ? -1 : length, () -> requireTime(runId));
            downloaded(run, gzip || length != null || "chunked".equalsIgnoreCase(encoding));
        } catch (ExportUnusableException e) {
            run.downloaded();
            throw e;
        }
        run.leaveExportPlace();
        LOG.info("export downloaded {}", run);
    }

    private void downloaded(ActiveRun run, boolean proven) {
        store.downloaded(run.lease(), proven);
        run.fileProven(proven);
        run.downloaded();
    }

    /** A body may come drop by drop: each drop in time, and all of them never. */
    private void requireTime(String runId) {
        if (!isInTime(runId)) {
            throw new RunFailedException("the download was not complete when export-timeout was over."
                    + " Nothing was changed; the next run asks for a new export");
        }
    }

    /** Whether a file that cannot be used is to be downloaded once more. */
    public boolean mayDownloadAgain(String runId) {
        return active.get(runId).downloads() < 2;
    }

    private JsonNode read(ActiveRun run, String what, int status, String body) {
        return AmplitudeReply.read(run.sync().project(), what, status, body);
    }

    private Instant deadline(ActiveRun run) {
        return run.exportDeadline().orElseGet(() -> {
            Duration timeout = run.project().exportTimeout();
            Instant deadline = clock.instant().plus(timeout);
            run.exportDeadline(deadline);
            return deadline;
        });
    }

    private void move(ActiveRun run, Stage stage) {
        store.stage(run.lease(), stage);
        run.moveTo(stage);
    }
}
