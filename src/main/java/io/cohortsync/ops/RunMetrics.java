package io.cohortsync.ops;

import io.cohortsync.amplitude.ExportQuota;
import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Sync;
import io.cohortsync.ledger.LedgerCounts;
import io.cohortsync.ledger.MembershipLedger;
import io.cohortsync.run.RunEnds.RunListener;
import io.cohortsync.run.RunReport;
import io.cohortsync.run.SyncStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.springframework.stereotype.Component;

/** The metrics of runs and syncs; no tag ever holds a member. */
@Component
class RunMetrics implements RunListener {

    private final MeterRegistry registry;
    private final LiveConfiguration configuration;

    RunMetrics(MeterRegistry registry, LiveConfiguration configuration) {
        this.registry = registry;
        this.configuration = configuration;
    }

    @Override
    public void ended(RunReport report) {
        String sync = report.sync();
        registry.counter(
                        "cohortsync.runs",
                        "sync",
                        sync,
                        "status",
                        report.status().word())
                .increment();
        if (report.finishedAt() != null) {
            registry.timer("cohortsync.run.duration", "sync", sync)
                    .record(Duration.between(report.startedAt(), report.finishedAt()));
        }
        report.rejectedByReason()
                .forEach((reason, rows) -> registry.counter("cohortsync.rejections", "sync", sync, "reason", reason)
                        .increment(rows));
        configuration
                .sync(sync)
                .map(Sync::project)
                .ifPresent(project -> registry.counter("cohortsync.export.requests", "project", project)
                        .increment(report.exportRequests()));
    }

    /** Registers the gauges, once the database is there. */
    void watch(MembershipLedger ledger, SyncStore syncs, ExportQuota quota, Clock clock) {
        for (Sync sync : configuration.allSyncs()) {
            members(ledger, sync, "present", LedgerCounts::present);
            members(ledger, sync, "pending", LedgerCounts::pending);
            members(ledger, sync, "parked", LedgerCounts::parked);
            gauge("cohortsync.freshness", "sync", sync.name(), () -> age(syncs, clock, sync.name()));
        }
        configuration
                .now()
                .amplitude()
                .projects()
                .forEach((name, project) -> gauge(
                        "cohortsync.export.quota.remaining",
                        "project",
                        name,
                        () -> Math.max(0, quota.limit(name, project.exportsPerMonth()) - quota.used(name))));
    }

    private void members(MembershipLedger ledger, Sync sync, String state, ToLongFunction<LedgerCounts> count) {
        Gauge.builder("cohortsync.members", () -> count.applyAsLong(ledger.counts(sync.name())))
                .tags("sync", sync.name(), "state", state)
                .register(registry);
    }

    private void gauge(String name, String tag, String value, Supplier<Number> number) {
        Gauge.builder(name, number).tag(tag, value).register(registry);
    }

    /** Seconds since the last complete run; not a number before the first. */
    private static double age(SyncStore syncs, Clock clock, String sync) {
        return syncs.completedAt(sync)
                .map(at -> (double) Duration.between(at, clock.instant()).toSeconds())
                .orElse(Double.NaN);
    }
}
