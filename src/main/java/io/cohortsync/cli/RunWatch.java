package io.cohortsync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows a run's progress until it ends; on standard error, so that standard output holds the report alone. */
final class RunWatch {

    private static final int WHOLE = 100;
    private static final long LOOK_MILLIS = 300;

    private final ServerApi server;

    RunWatch(ServerApi server) {
        this.server = server;
    }

    /** @return the report of the run that has ended */
    JsonNode toEnd(String runId) {
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("run")
                .setInitialMax(WHOLE)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis((int) LOOK_MILLIS)
                .hideEta()
                .build()) {
            JsonNode run = look(runId);
            while (run.path("finishedAt").isNull()) {
                show(bar, run);
                pause();
                run = look(runId);
            }
            show(bar, run);
            return run;
        }
    }

    private JsonNode look(String runId) {
        return server.get("/api/runs/" + ServerApi.encoded(runId));
    }

    private static void show(ProgressBar bar, JsonNode run) {
        bar.stepTo(Math.round(run.path("progress").asDouble() * WHOLE));
        bar.setExtraMessage(run.path("stage").asText());
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException(ExitCodes.FAILED, "Interrupted; the run goes on at the server.");
        }
    }
}
