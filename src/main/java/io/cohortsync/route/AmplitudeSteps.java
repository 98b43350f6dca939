package io.cohortsync.route;

import io.cohortsync.config.AmplitudeProject;
import io.cohortsync.fault.RetryAfter;
import io.cohortsync.run.ActiveRun;
import io.cohortsync.run.ActiveRuns;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Bean {@code amplitude}: where to call and with which keys. */
@Component("amplitude")
public class AmplitudeSteps {

    private final ActiveRuns active;
    private final Clock clock;

    AmplitudeSteps(ActiveRuns active, Clock clock) {
        this.active = active;
        this.clock = clock;
    }

    /** The URL of a call of the run's Amplitude project. */
    public String url(String runId, String call) {
        return active.get(runId).project().url() + call;
    }

    /** The header {@code Authorization}: Basic, with the project's keys. It goes to Amplitude's own host alone. */
    public String authorization(String runId) {
        ActiveRun run = active.get(runId);
        AmplitudeProject project = run.project();
        String keys = project.apiKey().value() + ":" + project.secretKey().value();
        return "Basic " + Base64.getEncoder().encodeToString(keys.getBytes(StandardCharsets.UTF_8));
    }

    /** Milliseconds to wait before the next try; null: as the error handler thinks fit. */
    public @Nullable Long waitMillis(@Nullable String retryAfter) {
        Duration wait = RetryAfter.parse(retryAfter, clock.instant());
        return wait == null ? null : wait.toMillis();
    }
}
