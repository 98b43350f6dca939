package io.cohortsync;

import io.cohortsync.alert.AlertBook;
import io.cohortsync.alert.AlertWatch;
import io.cohortsync.amplitude.ExportQuota;
import io.cohortsync.amplitude.QuotaForecast;
import io.cohortsync.amplitude.Spool;
import io.cohortsync.config.CohortSyncProperties;
import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.ledger.JdbcLedgerStore;
import io.cohortsync.ledger.MembershipLedger;
import io.cohortsync.ledger.PlanFile;
import io.cohortsync.ledger.Rosters;
import io.cohortsync.ledger.SingleMembers;
import io.cohortsync.ops.DataDirectory;
import io.cohortsync.run.ActiveRuns;
import io.cohortsync.run.ChangeMetrics;
import io.cohortsync.run.DeliveryGates;
import io.cohortsync.run.ExportDecision;
import io.cohortsync.run.ExportGate;
import io.cohortsync.run.RunEnds;
import io.cohortsync.run.RunStore;
import io.cohortsync.run.Runs;
import io.cohortsync.run.SyncStore;
import io.cohortsync.run.TargetCheck;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the parts together that know nothing of Spring. */
@Configuration(proxyBeanMethods = false)
class Wiring {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    static DataDirectory dataDirectory(CohortSyncProperties configuration) {
        return DataDirectory.open(configuration.dataDir().path());
    }

    @Bean
    Spool spool(CohortSyncProperties configuration) {
        return new Spool(configuration.dataDir().resolve("spool"));
    }

    @Bean
    PlanFile planFile(CohortSyncProperties configuration) {
        return new PlanFile(configuration.dataDir().resolve("plans"));
    }

    // ---- threads: each run and each batch under way has its own; runs are as many as syncs, batches as max-in-flight
    // ----

    @Bean(destroyMethod = "shutdown")
    ExecutorService runThreads() {
        return threads("run-");
    }

    @Bean(destroyMethod = "shutdown")
    ExecutorService deliveryThreads() {
        return threads("deliver-");
    }

    @Bean(destroyMethod = "shutdown")
    ExecutorService readerThreads() {
        return threads("reader-");
    }

    /** Not to be seen as a ThreadPoolExecutor: Camel would silently drop what such a pool rejects after its shutdown. */
    private static ExecutorService threads(String prefix) {
        return Executors.unconfigurableExecutorService(
                Executors.newCachedThreadPool(new CustomizableThreadFactory(prefix)));
    }

    // ---- the database ----

    @Bean
    JdbcLedgerStore ledgerStore(JdbcTemplate jdbc, TransactionTemplate transaction) {
        return new JdbcLedgerStore(jdbc, transaction);
    }

    @Bean
    MembershipLedger membershipLedger(
            JdbcLedgerStore store,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            CohortSyncProperties configuration,
            ExecutorService readerThreads) {
        Rosters rosters = new Rosters(configuration.dataDir().resolve("rosters"), store);
        return new MembershipLedger(store, new SingleMembers(store, jdbc, transaction), rosters, readerThreads);
    }

    @Bean
    SyncStore syncStore(JdbcTemplate jdbc) {
        return new SyncStore(jdbc);
    }

    @Bean
    RunStore runStore(JdbcTemplate jdbc) {
        return new RunStore(jdbc);
    }

    @Bean
    ExportQuota exportQuota(JdbcClient jdbc, TransactionTemplate transaction, Clock clock) {
        return new ExportQuota(jdbc, transaction, clock);
    }

    @Bean
    QuotaForecast quotaForecast(LiveConfiguration configuration, ExportQuota quota, Clock clock) {
        return new QuotaForecast(configuration, quota, clock);
    }

    @Bean
    AlertWatch alertWatch(LiveConfiguration configuration, JdbcClient jdbc, Clock clock) {
        return new AlertWatch(configuration, new AlertBook(jdbc), clock);
    }

    // ---- runs ----

    @Bean
    ActiveRuns activeRuns(SyncStore syncs) {
        return new ActiveRuns(syncs);
    }

    @Bean
    ExportGate exportGate() {
        return new ExportGate();
    }

    @Bean
    DeliveryGates deliveryGates() {
        return new DeliveryGates();
    }

    @Bean
    ChangeMetrics changeMetrics(MeterRegistry registry) {
        return new ChangeMetrics(registry);
    }

    @Bean
    TargetCheck targetCheck(SyncStore syncs, MembershipLedger ledger) {
        return new TargetCheck(syncs, ledger);
    }

    @Bean
    ExportDecision exportDecision(
            RunStore store,
            SyncStore syncs,
            MembershipLedger ledger,
            ExportQuota quota,
            TargetCheck targets,
            LiveConfiguration configuration) {
        return new ExportDecision(store, syncs, ledger, quota, targets, configuration);
    }

    @Bean
    RunEnds runEnds(
            RunStore store,
            SyncStore syncs,
            MembershipLedger ledger,
            Spool spool,
            List<RunEnds.RunListener> listeners) {
        return new RunEnds(store, syncs, ledger, spool, listeners);
    }

    @Bean
    Runs syncRuns(
            LiveConfiguration configuration,
            SyncStore syncs,
            RunStore store,
            ActiveRuns active,
            MembershipLedger ledger,
            PlanFile plans,
            RunEnds ends,
            DataDirectory directory,
            Clock clock) {
        return new Runs(configuration, syncs, store, active, ledger, plans, ends, directory.owner(), clock);
    }
}
