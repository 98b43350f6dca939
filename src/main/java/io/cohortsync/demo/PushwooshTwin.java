package io.cohortsync.demo;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pushwoosh's audience calls on loopback (facts/pushwoosh, "How to simulate faithfully"): strict about what it accepts,
 * asynchronous, and silent about what it skipped unless asked for details.
 */
public final class PushwooshTwin implements AutoCloseable {
    private final PushwooshSettings settings = new PushwooshSettings();
    private final RequestLog log = new RequestLog();
    private final TagCatalog catalog = new TagCatalog(settings);
    private final Audience audience = new Audience(settings, catalog);
    private final JobBoard jobs = new JobBoard(audience, settings);
    private final Faults faults;
    private final TwinRoutes routes;
    private final TwinServer server;

    private PushwooshTwin(String application, String token, Clock clock, Faults faults, int port) {
        this.faults = faults;
        this.routes = new TwinRoutes(faults, log, clock);
        new PushwooshApi(application, token, settings, jobs).addTo(routes);
        new TagAdministration(token, settings, catalog).addTo(routes);
        this.server = new TwinServer("pushwoosh", port, routes, faults, log);
    }

    public static PushwooshTwin start(String application, String token) {
        return start(application, token, Clock.systemUTC(), new Faults());
    }

    public static PushwooshTwin start(String application, String token, Clock clock, Faults faults) {
        return start(application, token, clock, faults, 0);
    }

    /** @param port a port of loopback, or 0 for any that is free */
    public static PushwooshTwin start(String application, String token, Clock clock, Faults faults, int port) {
        return new PushwooshTwin(application, token, clock, faults, port);
    }

    public URI url() {
        return server.url();
    }

    public Faults faults() {
        return faults;
    }

    public PushwooshSettings settings() {
        return settings;
    }

    public PushwooshTwin defineTag(String name, TagType type) {
        catalog.define(name, type);
        return this;
    }

    public PushwooshTwin removeTag(String name) {
        catalog.remove(name);
        return this;
    }

    public Map<String, TagType> tags() {
        return catalog.all();
    }

    /** Gives somebody exactly these values of a list tag, as if another tool had put them there. */
    public PushwooshTwin seed(String identifier, String tag, String... values) {
        catalog.defineIfMissing(tag, TagType.LIST);
        audience.seed(identifier, tag, List.of(values));
        return this;
    }

    /** Everybody whose tag is, or as a list holds, the value. */
    public Set<String> audience(String tag, String value) {
        return audience.with(tag, value);
    }

    public Map<String, Object> tagsOf(String identifier) {
        return audience.tagsOf(identifier);
    }

    public List<JobView> jobs() {
        return jobs.all().stream().map(Job::view).toList();
    }

    /** Runs every job to its end that nobody polled, in the order in which they were accepted. */
    public void finishJobs() {
        jobs.all().forEach(Job::finish);
    }

    /** Entries in all accepted batches together, whatever became of them. */
    public long devicesSent() {
        return jobs.devices();
    }

    public List<RecordedRequest> requests() {
        return log.all();
    }

    public List<RecordedRequest> requests(String endpoint) {
        return log.of(endpoint);
    }

    /** How often each endpoint was called. */
    public Map<String, Long> calls() {
        return log.counts();
    }

    public int mostCallsInFlight() {
        return log.mostInFlight();
    }

    /** Off by default: bodies hold tokens and addresses, and cost memory. */
    public PushwooshTwin recordBodies(boolean on) {
        routes.recordBodies(on);
        return this;
    }

    @Override
    public void close() {
        server.close();
    }
}
