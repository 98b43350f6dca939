package io.cohortsync.ops;

import io.cohortsync.amplitude.ExportQuota;
import io.cohortsync.config.ConfigurationChange;
import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Sync;
import io.cohortsync.ledger.LedgerCounts;
import io.cohortsync.ledger.MembershipLedger;
import io.cohortsync.run.ChangeMetrics;
import io.cohortsync.run.SyncStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Lets every metric of every sync and project exist from the start, and registers those that are read when asked for. */
@Component
class MetricSeries {

    private final MeterRegistry registry;
    private final LiveConfiguration configuration;
    private final RunMetrics runs;
    private final ChangeMetrics changes;
    private final MembershipLedger ledger;
    private final SyncStore syncs;
    private final ExportQuota quota;
    private final Clock clock;
    private final GaugeReads reads;

    MetricSeries(
            MeterRegistry registry,
            LiveConfiguration configuration,
            RunMetrics runs,
            ChangeMetrics changes,
            MembershipLedger ledger,
            SyncStore syncs,
            ExportQuota quota,
            Clock clock) {
        this.registry = registry;
        this.configuration = configuration;
        this.runs = runs;
        this.changes = changes;
        this.ledger = ledger;
        this.syncs = syncs;
        this.quota = quota;
        this.clock = clock;
        this.reads = new GaugeReads(clock);
    }

    /** To be called when the database is there, and again when syncs or projects were added. */
    void begin() {
        configuration.allSyncs().forEach(this::begin);
        configuration.now().amplitude().projects().keySet().forEach(this::begin);
    }

    /** A sync that is gone would look as if it grew stale. */
    @EventListener
    void reloaded(ConfigurationChange change) {
        for (String gone : change.removed()) {
            registry.getMeters().stream()
                    .filter(meter -> gone.equals(meter.getId().getTag("sync")))
                    .forEach(registry::remove);
        }
        begin();
    }

    private void begin(Sync sync) {
        runs.begin(sync);
        changes.begin(sync.name());
        members(sync, "present", LedgerCounts::present);
        members(sync, "pending", LedgerCounts::pending);
        members(sync, "parked", LedgerCounts::parked);
        gauge("cohortsync.freshness", Tags.of("sync", sync.name()), () -> freshness(sync.name()));
    }

    private void begin(String project) {
        runs.begin(project);
        gauge("cohortsync.export.quota.remaining", Tags.of("project", project), () -> exportsLeft(project));
    }

    private void members(Sync sync, String state, ToLongFunction<LedgerCounts> count) {
        gauge(
                "cohortsync.members",
                Tags.of("sync", sync.name(), "state", state),
                () -> count.applyAsLong(ledger.counts(sync.name())));
    }

    private void gauge(String name, Tags tags, Supplier<Number> number) {
        Gauge.builder(name, () -> reads.read(number)).tags(tags).register(registry);
    }

    /** Seconds since the last complete run; not a number before the first, and of a sync that is not enabled. */
    private double freshness(String sync) {
        return configuration
                .sync(sync)
                .filter(Sync::enabled)
                .flatMap(enabled -> syncs.completedAt(sync))
                .map(at -> (double) Duration.between(at, clock.instant()).toSeconds())
                .orElse(Double.NaN);
    }

    private long exportsLeft(String project) {
        var found = configuration.now().amplitude().projects().get(project);
        return found == null ? 0 : Math.max(0, quota.limit(project, found.exportsPerMonth()) - quota.used(project));
    }
}
