package io.cohortsync.ops;

import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Sync;
import io.cohortsync.run.ActiveRuns;
import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunTicket;
import io.cohortsync.run.Runs;
import io.cohortsync.run.SyncStore;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/** Brings the syncs to life when the application is up, keeps their claims, and lets go of them when it stops. */
@Component
class SyncStart implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(SyncStart.class);
    private static final long CLAIM_SECONDS = 8;
    private static final long LOOK_SECONDS = 10;

    private final LiveConfiguration configuration;
    private final SyncStore syncs;
    private final Runs runs;
    private final ActiveRuns active;
    private final ProducerTemplate producer;
    private final DataDirectory directory;
    private final LaunchMode mode;
    private final ScheduledExecutorService clockwork =
            Executors.newScheduledThreadPool(2, new CustomizableThreadFactory("claims-"));

    SyncStart(
            LiveConfiguration configuration,
            SyncStore syncs,
            Runs runs,
            ActiveRuns active,
            ProducerTemplate producer,
            DataDirectory directory,
            LaunchMode mode) {
        this.configuration = configuration;
        this.syncs = syncs;
        this.runs = runs;
        this.active = active;
        this.producer = producer;
        this.directory = directory;
        this.mode = mode;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        var beans = event.getApplicationContext();
        prepare();
        beans.getBean(MetricSeries.class).begin();
        clockwork.scheduleWithFixedDelay(active::renewClaims, CLAIM_SECONDS, CLAIM_SECONDS, TimeUnit.SECONDS);
        if (mode.isServer()) {
            takeUpInterrupted();
            clockwork.scheduleWithFixedDelay(this::takeUpQuietly, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
            Triggers triggers = beans.getBean(Triggers.class);
            CadencePolicy cadences = beans.getBean(CadencePolicy.class);
            configuration.allSyncs().forEach(triggers::add);
            clockwork.scheduleWithFixedDelay(
                    () -> cadences.quietly(() -> triggers.addMissing(configuration.allSyncs())),
                    LOOK_SECONDS,
                    LOOK_SECONDS,
                    TimeUnit.SECONDS);
            clockwork.scheduleWithFixedDelay(beans.getBean(LeftFiles.class)::delete, 0, 1, TimeUnit.DAYS);
            clockwork.execute(() -> warn(beans.getBean(RemoteCheck.class)));
        }
    }

    private void prepare() {
        syncs.releaseAllOf(directory.owner());
        configuration.allSyncs().stream().map(Sync::name).forEach(syncs::ensure);
    }

    /** A missing tag or a spent month is better said now than after the first run. */
    private void warn(RemoteCheck remotes) {
        List<Sync> enabled =
                configuration.allSyncs().stream().filter(Sync::enabled).toList();
        Stream.of(remotes.tags(enabled), remotes.quota())
                .flatMap(List::stream)
                .filter(finding -> finding.level() != Finding.Level.OK)
                .forEach(finding -> LOG.warn("{}", finding));
    }

    private void takeUpQuietly() {
        try {
            takeUpInterrupted();
        } catch (RuntimeException e) {
            LOG.warn(
                    "interrupted runs not looked for ({}); trying again in {} s",
                    e.getClass().getSimpleName(),
                    LOOK_SECONDS);
        }
    }

    private void takeUpInterrupted() {
        if (active.isStopping()) {
            return;
        }
        runs.waiting().forEach(this::goOn);
        for (RunReport run : runs.interrupted()) {
            runs.takeUp(run).ifPresent(this::goOn);
        }
    }

    private void goOn(RunTicket ticket) {
        producer.asyncSendBody("direct:cohort-resume", ticket);
    }

    @EventListener
    void closing(ContextClosedEvent event) {
        active.stop();
    }

    @Override
    public void destroy() {
        clockwork.shutdownNow();
    }
}
