package io.cohortsync.demo;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Amplitude's cohort exports on loopback, as two origins: the API and the store that its links lead to (facts/amplitude §1
 * and §8). Follows the documentation to the letter and does, when told by {@link Faults}, everything else too.
 */
public final class AmplitudeTwin implements AutoCloseable {
    private final AmplitudeSettings settings = new AmplitudeSettings();
    private final RequestLog log = new RequestLog();
    private final ExportDesk desk;
    private final TwinServer store;
    private final TwinServer api;
    private final Faults faults;

    private AmplitudeTwin(String apiKey, String secretKey, Clock clock, Faults faults, int apiPort, int storePort) {
        this.faults = faults;
        this.desk = new ExportDesk(clock);
        TwinRoutes storeRoutes = new TwinRoutes(faults, log, clock);
        new AmplitudeStore(desk, settings, clock).addTo(storeRoutes);
        this.store = new TwinServer("amplitude-store", storePort, storeRoutes, faults, new RequestLog());
        TwinRoutes apiRoutes = new TwinRoutes(faults, log, clock);
        AmplitudeDoor door = new AmplitudeDoor(apiKey, secretKey, settings, desk, clock);
        new AmplitudeApi(desk, settings, door, clock, store::url).addTo(apiRoutes);
        this.api = new TwinServer("amplitude-api", apiPort, apiRoutes, faults, log);
    }

    public static AmplitudeTwin start(String apiKey, String secretKey) {
        return start(apiKey, secretKey, Clock.systemUTC(), new Faults());
    }

    public static AmplitudeTwin start(String apiKey, String secretKey, Clock clock, Faults faults) {
        return start(apiKey, secretKey, clock, faults, 0, 0);
    }

    /** @param apiPort a port of loopback, or 0 for any that is free; likewise the store's */
    public static AmplitudeTwin start(
            String apiKey, String secretKey, Clock clock, Faults faults, int apiPort, int storePort) {
        return new AmplitudeTwin(apiKey, secretKey, clock, faults, apiPort, storePort);
    }

    public URI apiUrl() {
        return api.url();
    }

    public URI storeUrl() {
        return store.url();
    }

    public Faults faults() {
        return faults;
    }

    public AmplitudeSettings settings() {
        return settings;
    }

    /** Adds a cohort or replaces the one with this id; exports already requested keep what they had. */
    public AmplitudeTwin putCohort(CohortSpec cohort) {
        desk.put(cohort);
        return this;
    }

    public AmplitudeTwin removeCohort(String cohortId) {
        desk.remove(cohortId);
        return this;
    }

    /** The requests of both origins in the order of their arrival. */
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

    /** Exports accepted since the start: what counts against the month. */
    public int exportsRequested() {
        return desk.requested();
    }

    /** The most API calls that were ever under way at once. */
    public int mostCallsInFlight() {
        return log.mostInFlight();
    }

    @Override
    public void close() {
        api.close();
        store.close();
    }
}
