package io.cohortsync.e2e;

import io.cohortsync.CohortSyncApplication;
import io.cohortsync.demo.AmplitudeTwin;
import io.cohortsync.demo.CohortSpec;
import io.cohortsync.demo.ExportContent;
import io.cohortsync.demo.PushwooshTwin;
import io.cohortsync.demo.TagType;
import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunRequest;
import io.cohortsync.run.RunStore;
import io.cohortsync.run.RunTicket;
import io.cohortsync.run.SyncStore;
import io.cohortsync.run.Trigger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.api.management.JmxSystemPropertyKeys;
import org.awaitility.Awaitility;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** The whole application with its real routes, on real sockets, between two twins. */
public final class App implements AutoCloseable {

    public static final String SYNC = "power-users";
    public static final String COHORT = "9apg8e8f";
    public static final String TAG = "Amplitude_Cohorts";

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final AmplitudeTwin amplitude = AmplitudeTwin.start("key", "secret");
    private final PushwooshTwin pushwoosh = PushwooshTwin.start("AAAAA-BBBBB", "token");
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private ConfigurableApplicationContext context;

    /** @param dataDir kept over {@link #restart} */
    public App(Path dataDir) {
        amplitude.settings().pollsUntilReady(1);
        pushwoosh.settings().jobPolls(1);
        pushwoosh.defineTag(TAG, TagType.LIST);
        set("spring.config.location", "optional:classpath:/none/");
        set("cohort-sync.data-dir", dataDir.toString());
        set("cohort-sync.retry.delay-millis", "10");
        set("cohort-sync.retry.max-delay-millis", "50");
        set("cohort-sync.retry.tries", "3");
        set("cohort-sync.circuit-breaker.pause", "50ms");
        setProject("base-url", amplitude.apiUrl().toString());
        setProject("api-key", "key");
        setProject("secret-key", "secret");
        setProject("poll-interval", "10ms");
        setProject("poll-interval-max", "20ms");
        setProject("export-timeout", "20s");
        setApp("base-url", pushwoosh.url().toString());
        setApp("application", "AAAAA-BBBBB");
        setApp("api-token", "token");
        setApp("job-poll-interval", "10ms");
        setApp("job-timeout", "10s");
        setSync("cohort", COHORT);
        setSync("app", "main");
        setSync("cadence", "manual");
        setSync("tag", TAG);
    }

    public App set(String key, String value) {
        properties.put(key, value);
        return this;
    }

    public App setProject(String key, String value) {
        return set("cohort-sync.amplitude.projects.main." + key, value);
    }

    public App setApp(String key, String value) {
        return set("cohort-sync.pushwoosh.apps.main." + key, value);
    }

    public App setSync(String key, String value) {
        return set("cohort-sync.syncs." + SYNC + "." + key, value);
    }

    public App start() {
        return start(WebApplicationType.NONE);
    }

    /** With the HTTP API, on a port of its own. */
    public App serve() {
        set("server.port", "0");
        return start(WebApplicationType.SERVLET);
    }

    /** Where the HTTP API answers. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    private App start(WebApplicationType web) {
        context = context(properties, web);
        return this;
    }

    /** Another instance of the application, without the HTTP API. */
    static ConfigurableApplicationContext context(Map<String, Object> properties) {
        return context(properties, WebApplicationType.NONE);
    }

    private static ConfigurableApplicationContext context(Map<String, Object> properties, WebApplicationType web) {
        // the support for route tests sets it for the whole JVM, whatever test comes next
        System.clearProperty(JmxSystemPropertyKeys.DISABLED);
        return new SpringApplicationBuilder(CohortSyncApplication.class)
                .web(web)
                .run(properties.entrySet().stream()
                        .map(e -> "--" + e.getKey() + "=" + e.getValue())
                        .toArray(String[]::new));
    }

    public App stop() {
        context.close();
        return this;
    }

    /** For a process of its own: the same settings as {@link #start} uses. */
    public Map<String, Object> properties() {
        return properties;
    }

    /** Calls that the two twins have seen so far. */
    long calls() {
        return Stream.of(amplitude.calls(), pushwoosh.calls())
                .flatMap(calls -> calls.values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    public AmplitudeTwin amplitude() {
        return amplitude;
    }

    public PushwooshTwin pushwoosh() {
        return pushwoosh;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public JdbcTemplate jdbc() {
        return bean(JdbcTemplate.class);
    }

    /** The cohort now has these members; Amplitude has computed it anew. */
    public App cohort(List<String> userIds) {
        String rows = userIds.stream().map(id -> "\"1\",\"" + id + "\"\n").collect(Collectors.joining());
        return cohort(ExportContent.csv("\"amplitude_id\",\"user_id\"\n" + rows), userIds.size());
    }

    public App cohort(ExportContent content, long size) {
        computed = computed.plusSeconds(60);
        amplitude.putCohort(CohortSpec.of(COHORT, content).named("Power users").computed(computed, size));
        return this;
    }

    private Instant computed = Instant.parse("2026-11-23T00:00:00Z");

    /** Runs the sync and waits for the end. */
    public RunReport run() {
        return awaitEnd(open(false, false).runId());
    }

    public RunReport dryRun() {
        return awaitEnd(open(true, false).runId());
    }

    public RunReport forceRun() {
        return awaitEnd(open(false, true).runId());
    }

    public RunTicket open(boolean dryRun, boolean force) {
        return open(new RunRequest(SYNC, Trigger.MANUAL, dryRun, force));
    }

    public RunTicket open(RunRequest request) {
        return bean(ProducerTemplate.class).requestBody("direct:cohort-start", request, RunTicket.class);
    }

    public RunReport awaitEnd(String runId) {
        RunStore runs = bean(RunStore.class);
        return Awaitility.await()
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> runs.find(runId).orElseThrow(), run -> run.finishedAt() != null && !isClaimed(run.sync()));
    }

    private boolean isClaimed(String sync) {
        return bean(SyncStore.class).isClaimed(sync);
    }

    /** Who has the sync's value in the tag. */
    public Set<String> audience() {
        return pushwoosh.audience(TAG, SYNC);
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
        }
        amplitude.close();
        pushwoosh.close();
    }
}
