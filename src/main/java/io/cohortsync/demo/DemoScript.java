package io.cohortsync.demo;

import io.cohortsync.ops.LaunchMode;
import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunRequest;
import io.cohortsync.run.RunStore;
import io.cohortsync.run.RunTicket;
import io.cohortsync.run.Trigger;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Plays two days of one cohort: day 1 at the start, day 2 a minute later, and says what happened. */
@Component
@Profile("demo")
class DemoScript implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger("demo");
    private static final String SYNC = "power-users";

    private final DemoTwins twins;
    private final RunStore runs;
    private final ProducerTemplate producer;
    private final Environment environment;
    private final LaunchMode mode;
    private final Duration day;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();

    DemoScript(DemoTwins twins, RunStore runs, ProducerTemplate producer, Environment environment, LaunchMode mode) {
        this.twins = twins;
        this.runs = runs;
        this.producer = producer;
        this.environment = environment;
        this.mode = mode;
        this.day = environment.getProperty("demo.day", Duration.class, Duration.ofMinutes(1));
    }

    @EventListener
    @Order
    void ready(ApplicationReadyEvent event) {
        if (!mode.isServer()) {
            return;
        }
        LOG.info("Day 1: Amplitude's cohort \"Power users\" has 26,998 rows. Syncing it to Pushwoosh.");
        clockwork.execute(() -> sync("Day 1"));
        clockwork.schedule(this::dayTwo, day.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void dayTwo() {
        twins.day(2, 27_253);
        LOG.info("Day 2: Amplitude has computed the cohort anew. Syncing the difference.");
        sync("Day 2");
        LOG.info("The demo is over; the server goes on. Stop it with Ctrl-C.");
    }

    private void sync(String title) {
        long before = twins.pushwoosh().devicesSent();
        RunTicket ticket = producer.requestBody(
                "direct:cohort-start", new RunRequest(SYNC, Trigger.MANUAL, false, false), RunTicket.class);
        if (ticket.runId() != null) {
            wait(title, ticket.runId(), before);
        }
    }

    private void wait(String title, String runId, long before) {
        RunReport report = runs.find(runId).orElseThrow();
        if (report.finishedAt() == null) {
            clockwork.schedule(() -> wait(title, runId, before), 100, TimeUnit.MILLISECONDS);
        } else {
            tell(title, report, twins.pushwoosh().devicesSent() - before);
        }
    }

    private void tell(String title, RunReport report, long sent) {
        var counts = report.counts();
        LOG.info(
                "{} {}: {} rows read, {} rejected, {} duplicates; {} joined, {} left, {} unchanged; {} delivered.",
                title,
                report.status().word(),
                counts.read(),
                counts.rejected(),
                counts.duplicates(),
                counts.joined(),
                counts.left(),
                counts.unchanged(),
                counts.delivered());
        LOG.info("{} Pushwoosh received {} devices; its audience now has {} users.", title, sent, twins.audience());
        String base = "http://localhost:" + environment.getProperty("local.server.port", "8080");
        LOG.info(
                "Look at {}/api/syncs  {}/api/runs/{}  {}/api/runs/{}/rejections",
                base,
                base,
                report.id(),
                base,
                report.id());
    }

    @Override
    public void destroy() {
        clockwork.shutdownNow();
    }
}
