package io.cohortsync.ops;

import io.cohortsync.run.RunEnds.RunListener;
import io.cohortsync.run.RunReport;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Tells whoever waits for the end of a run. */
@Component
public class EndedRuns implements RunListener {

    private final Map<String, CompletableFuture<Optional<RunReport>>> waiting = new ConcurrentHashMap<>();

    /** Completes when the run ends, from now on; empty if it is only interrupted and goes on later. */
    public CompletableFuture<Optional<RunReport>> of(String runId) {
        return waiting.computeIfAbsent(runId, id -> new CompletableFuture<>());
    }

    @Override
    public void ended(RunReport report) {
        complete(report.id(), Optional.of(report));
    }

    @Override
    public void interrupted(String runId) {
        complete(runId, Optional.empty());
    }

    private void complete(String runId, Optional<RunReport> report) {
        CompletableFuture<Optional<RunReport>> end = waiting.remove(runId);
        if (end != null) {
            end.complete(report);
        }
    }
}
