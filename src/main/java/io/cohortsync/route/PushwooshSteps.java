package io.cohortsync.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.fault.BatchRefusedException;
import io.cohortsync.fault.JobNotDoneException;
import io.cohortsync.fault.NotReadyException;
import io.cohortsync.fault.RetryAfter;
import io.cohortsync.fault.RetryLaterException;
import io.cohortsync.ledger.Change;
import io.cohortsync.ledger.ChangeKind;
import io.cohortsync.ledger.ClaimLostException;
import io.cohortsync.pushwoosh.AudienceRequest;
import io.cohortsync.pushwoosh.AudienceRequests;
import io.cohortsync.pushwoosh.JobReply;
import io.cohortsync.pushwoosh.PushwooshReply;
import io.cohortsync.run.ActiveRun;
import io.cohortsync.run.ActiveRuns;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Bean {@code pushwoosh}: what to send to Pushwoosh, and what its answers mean. */
@Component("pushwoosh")
public class PushwooshSteps {

    private static final String AUDIENCE = "/api/v2/audience/";

    private final ActiveRuns active;
    private final Clock clock;

    PushwooshSteps(ActiveRuns active, Clock clock) {
        this.active = active;
        this.clock = clock;
    }

    /** The URL that takes the batch. */
    public String url(ChangeBatch batch) {
        ActiveRun run = active.get(batch.runId());
        return run.app().url() + AUDIENCE + (registers(run, batch) ? "bulkRegisterDevice" : "bulkSetTags");
    }

    /**
     * The body that says the batch in Pushwoosh's words.
     *
     * @throws ClaimLostException if another process may have the sync: it may send the opposite by now
     */
    public AudienceRequest request(ChangeBatch batch) {
        ActiveRun run = active.get(batch.runId());
        if (!active.isClaimFresh(run)) {
            throw new ClaimLostException(run.claim());
        }
        return registers(run, batch)
                ? AudienceRequests.bulkRegisterDevice(run.app(), run.sync(), batch.changes())
                : AudienceRequests.bulkSetTags(run.app(), run.sync(), batch.changes());
    }

    /** The batch itself, or its joins apart where joins register devices. */
    public List<ChangeBatch> parts(ChangeBatch batch) {
        if (!active.get(batch.runId()).sync().register()) {
            return List.of(batch);
        }
        Map<Boolean, List<Change>> joins =
                batch.changes().stream().collect(Collectors.partitioningBy(c -> c.kind() == ChangeKind.JOIN));
        return joins.values().stream()
                .filter(part -> !part.isEmpty())
                .map(batch::with)
                .toList();
    }

    private static boolean registers(ActiveRun run, ChangeBatch batch) {
        return run.sync().register() && batch.changes().stream().allMatch(change -> change.kind() == ChangeKind.JOIN);
    }

    /** The job that Pushwoosh opened for the batch. */
    public DeliveryJob job(ChangeBatch batch, int status, String body) {
        ActiveRun run = active.get(batch.runId());
        JsonNode reply = PushwooshReply.read(run.sync().app(), status, body);
        String requestId = reply.path("request_id").asText("");
        if (requestId.isBlank()) {
            throw new RetryLaterException("Pushwoosh accepted the batch without a request_id");
        }
        String method = registers(run, batch) ? "bulkRegisterDevice" : "bulkSetTags";
        // without the details a job that skipped members looks like one that tagged everybody
        String url = run.app().url() + AUDIENCE + method + "/" + URLEncoder.encode(requestId, StandardCharsets.UTF_8)
                + "?detailed=true";
        return new DeliveryJob(url, clock.instant().plus(run.app().jobTimeout()));
    }

    /** Milliseconds to wait before the next try; null: as the error handler thinks fit. */
    public @Nullable Long waitMillis(@Nullable String retryAfter) {
        Duration wait = RetryAfter.parse(retryAfter, clock.instant());
        return wait == null ? null : wait.toMillis();
    }

    /**
     * Milliseconds between two looks at a job.
     *
     * @param asked what Pushwoosh asked for, null if nothing
     */
    public long pollDelay(ChangeBatch batch, @Nullable Long asked) {
        long interval = active.get(batch.runId()).app().jobPollInterval().toMillis();
        return asked == null ? interval : Math.max(asked, interval);
    }

    /**
     * Goes on when the job is completed.
     *
     * @throws NotReadyException while it is not
     * @throws JobNotDoneException when it failed, is lost or takes longer than {@code job-timeout}
     */
    public JobReply done(ChangeBatch batch, DeliveryJob job, int status, String body) {
        if (status == 404 || status == 410) {
            throw new JobNotDoneException("Pushwoosh no longer knows the job (" + status + ")");
        }
        JobReply reply = JobReply.of(answer(batch, status, body));
        return switch (reply.state()) {
            case COMPLETED -> requireNames(reply);
            case FAILED -> throw new JobNotDoneException("Pushwoosh's job ended as " + reply.word());
            case OPEN -> throw open(job, reply);
        };
    }

    /** A refused question about a job says nothing of the batch, which Pushwoosh has accepted. */
    private JsonNode answer(ChangeBatch batch, int status, String body) {
        try {
            return PushwooshReply.read(active.get(batch.runId()).sync().app(), status, body);
        } catch (BatchRefusedException e) {
            throw new JobNotDoneException("Pushwoosh answered " + status + " to the question about its job");
        }
    }

    private static JobReply requireNames(JobReply reply) {
        if (reply.isVague()) {
            throw new JobNotDoneException("Pushwoosh completed the job and skipped devices without naming them");
        }
        return reply;
    }

    private RuntimeException open(DeliveryJob job, JobReply reply) {
        return isInTime(job)
                ? new NotReadyException("the job is not completed (" + reply.word() + ")")
                : new JobNotDoneException("Pushwoosh's job was still " + reply.word() + " when job-timeout was over");
    }

    /** Whether there is still time to ask for the job again. */
    public boolean isInTime(DeliveryJob job) {
        return clock.instant().isBefore(job.deadline());
    }
}
