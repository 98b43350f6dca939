package io.cohortsync.ops;

import io.cohortsync.run.RunEnds.RunListener;
import io.cohortsync.run.RunReport;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Tells whoever waits for the end of a run. */
@Component
public class EndedRuns implements RunListener {

    private final Map<String, CompletableFuture<RunReport>> waiting = new ConcurrentHashMap<>();

    /** Completes when the run ends, from now on. */
    public CompletableFuture<RunReport> of(String runId) {
        return waiting.computeIfAbsent(runId, id -> new CompletableFuture<>());
    }

    @Override
    public void ended(RunReport report) {
        CompletableFuture<RunReport> end = waiting.remove(report.id());
        if (end != null) {
            end.complete(report);
        }
    }
}
