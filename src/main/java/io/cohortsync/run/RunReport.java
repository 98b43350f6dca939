package io.cohortsync.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a run, as in the HTTP API.
 *
 * @param reason why it was held, skipped, failed or is partial; null otherwise
 * @param progress 0.0 to 1.0
 * @param rejectedByReason {@code empty}, {@code syntax}, {@code too-long}, {@code no-domain}: always all four
 * @param exportRequests export requests sent to Amplitude: each counts against the month's quota
 * @param batches calls of bulkSetTags that Pushwoosh accepted
 * @param lookedAtCohort whether Amplitude said how the cohort is: a replay and an erasure only deliver
 */
public record RunReport(
        String id,
        String sync,
        Trigger trigger,
        boolean dryRun,
        RunStatus status,
        @Nullable String reason,
        Stage stage,
        double progress,
        Instant startedAt,
        @Nullable Instant finishedAt,
        RunCounts counts,
        Map<String, Long> rejectedByReason,
        int exportRequests,
        int batches,
        @JsonIgnore boolean lookedAtCohort) {

    /** Whether the audience was brought to equal a complete export. */
    @JsonIgnore
    public boolean isComplete() {
        return status == RunStatus.SUCCEEDED && !dryRun && lookedAtCohort;
    }

    /** One line for people: {@code power-users succeeded: read 26998, …}. */
    public String summary() {
        return "status=%s read=%d valid=%d rejected=%d duplicates=%d joined=%d left=%d changed=%d unchanged=%d delivered=%d parked=%d pending=%d"
                .formatted(
                        status.word(),
                        counts.read(),
                        counts.valid(),
                        counts.rejected(),
                        counts.duplicates(),
                        counts.joined(),
                        counts.left(),
                        counts.changed(),
                        counts.unchanged(),
                        counts.delivered(),
                        counts.parked(),
                        counts.pending());
    }
}
