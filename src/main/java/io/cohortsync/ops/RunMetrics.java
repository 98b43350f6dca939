package io.cohortsync.ops;

import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Sync;
import io.cohortsync.member.RejectionReason;
import io.cohortsync.run.RunEnds.RunListener;
import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Counts runs when they end; no tag ever holds a member. A run that was held and then approved ends twice: its status is
 * counted at both ends, its time, rows and requests at the first.
 */
@Component
class RunMetrics implements RunListener {

    private final MeterRegistry registry;
    private final LiveConfiguration configuration;

    /** The newest held run of each sync: there is never more than one. */
    private final Map<String, String> held = new ConcurrentHashMap<>();

    RunMetrics(MeterRegistry registry, LiveConfiguration configuration) {
        this.registry = registry;
        this.configuration = configuration;
    }

    /** Lets the counters of a sync begin at 0: a rule cannot see the first failure of a series that begins with it. */
    void begin(Sync sync) {
        for (RunStatus status : RunStatus.values()) {
            if (status != RunStatus.RUNNING) {
                runs(sync.name(), status);
            }
        }
        for (RejectionReason reason : RejectionReason.values()) {
            rejections(sync.name(), reason.code());
        }
        duration(sync.name());
    }

    /** The same for a project. */
    void begin(String project) {
        exportRequests(project);
    }

    @Override
    public void ended(RunReport report) {
        runs(report.sync(), report.status()).increment();
        boolean approved = held.remove(report.sync(), report.id());
        if (!approved) {
            countWork(report);
        }
        if (report.status() == RunStatus.HELD) {
            held.put(report.sync(), report.id());
        }
    }

    private void countWork(RunReport report) {
        String sync = report.sync();
        if (report.finishedAt() != null) {
            duration(sync).record(Duration.between(report.startedAt(), report.finishedAt()));
        }
        report.rejectedByReason()
                .forEach((reason, rows) -> rejections(sync, reason).increment(rows));
        configuration
                .sync(sync)
                .map(Sync::project)
                .ifPresent(project -> exportRequests(project).increment(report.exportRequests()));
    }

    private Counter runs(String sync, RunStatus status) {
        return registry.counter("cohortsync.runs", "sync", sync, "status", status.word());
    }

    private Timer duration(String sync) {
        return registry.timer("cohortsync.run.duration", "sync", sync);
    }

    private Counter rejections(String sync, String reason) {
        return registry.counter("cohortsync.rejections", "sync", sync, "reason", reason);
    }

    private Counter exportRequests(String project) {
        return registry.counter("cohortsync.export.requests", "project", project);
    }
}
