package io.cohortsync.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks what types cannot say: ranges, references, and what two entries mean together. */
final class ConfigurationCheck {
    private static final int HOUR_MILLIS = 3_600_000;
    private static final String MAIL = "a mail server such as host:25 or host:587?username=…";
    private static final String HTTP = "https?://[!-~]+";
    private static final String MILLIS = "milliseconds: a whole number from 1 to 3600000";

    private final CohortSyncProperties properties;
    private final Section root;

    ConfigurationCheck(CohortSyncProperties properties, Section root) {
        this.properties = properties;
        this.root = root;
    }

    void run() {
        own();
        projects().forEach((name, project) -> ConnectionCheck.project(project(name), project));
        apps().forEach((name, app) -> ConnectionCheck.app(app(name), app));
        credentials();
        properties.syncs().forEach((name, sync) -> new SyncCheck(sync(name), sync).run(name, properties));
        targets();
        tokens();
        OidcCheck.run(root.below("oidc"), properties.oidc());
    }

    private void own() {
        root.pattern("data-dir", properties.dataDir().toString(), "[^;$]+", "the path of a folder, without ; and $");
        root.range("deliver-attempts", properties.deliverAttempts(), 1, 100, "a whole number from 1 to 100");
        Section retry = root.below("retry");
        retry.range("tries", properties.retry().tries(), 0, 100, "a whole number from 0 to 100");
        retry.range("delay-millis", properties.retry().delayMillis(), 1, HOUR_MILLIS, MILLIS);
        retry.range("max-delay-millis", properties.retry().maxDelayMillis(), 1, HOUR_MILLIS, MILLIS);
        retry.range("export-requests", properties.retry().exportRequests(), 1, 100, "a whole number from 1 to 100");
        breaker(root.below("circuit-breaker"), properties.circuitBreaker());
        root.range("retry-parked", properties.retryParked(), 0, 10_000, "a whole number from 0 to 10000");
        alerts();
    }

    private static void breaker(Section section, CohortSyncProperties.Breaker breaker) {
        section.range("calls", breaker.calls(), 1, 1000, "a whole number from 1 to 1000");
        section.range("failure-ratio", breaker.failureRatio(), 0.01, 1, "a number from 0.01 to 1");
        section.range(
                "pause", breaker.pause(), Duration.ofMillis(10), Duration.ofMinutes(15), "a duration from 10ms to 15m");
    }

    private void alerts() {
        Section section = root.below("alerts");
        CohortSyncProperties.Alerts alerts = properties.alerts();
        section.optionalSecret("webhook-url", alerts.webhookUrl(), HTTP, "an address such as https://host/path");
        section.optionalSecret("heartbeat-url", alerts.heartbeatUrl(), HTTP, "an address such as https://host/{sync}");
        section.secret("mail-server", alerts.mailServer(), MAIL);
        section.optionalSecret("mail-server", alerts.mailServer(), "[a-zA-Z0-9.\\[\\]:-]+([?].*)?", MAIL);
    }

    private void credentials() {
        List<SyncProperties> enabled = properties.syncs().values().stream()
                .filter(SyncProperties::enabled)
                .toList();
        Set<String> projects = new HashSet<>();
        Set<String> apps = new HashSet<>();
        enabled.forEach(sync -> projects.add(sync.project()));
        enabled.forEach(sync -> apps.add(sync.app()));
        projects().forEach((name, project) -> {
            if (projects.contains(name)) {
                ConnectionCheck.credentials(project(name), project);
            }
        });
        apps().forEach((name, app) -> {
            if (apps.contains(name)) {
                ConnectionCheck.credentials(app(name), app);
            }
        });
    }

    /** Two syncs that write one value would undo each other; Pushwoosh may compare text without its letter case. */
    private void targets() {
        Map<List<String>, String> owners = new LinkedHashMap<>();
        properties.syncs().forEach((name, sync) -> {
            String owner =
                    sync.tag() == null || sync.app() == null ? null : owners.putIfAbsent(target(name, sync), name);
            if (owner != null) {
                sync(name)
                        .mistakes()
                        .add(sync(name).key("tag-value"), Sync.tagValue(name, sync.tagValue()), taken(owner));
            }
        });
    }

    private static String taken(String owner) {
        return "a value that no other sync puts into this tag of this app (letter case does not count), but %s does"
                .formatted(owner);
    }

    private List<String> target(String name, SyncProperties sync) {
        return List.of(application(sync.app()), lower(sync.tag()), lower(Sync.tagValue(name, sync.tagValue())));
    }

    /** Two entries below {@code apps} may mean one and the same application. */
    private String application(@Nullable String app) {
        PushwooshApp found = apps().get(app);
        boolean usable = found != null
                && !found.application().isBlank()
                && !found.application().contains("${");
        return usable ? "code " + found.application() : "name " + app;
    }

    private void tokens() {
        Map<Secret, String> owners = new HashMap<>();
        properties.access().tokens().forEach((name, entry) -> {
            Section section = root.below("access").below("tokens").below(name);
            section.secret("token", entry.token(), "the text of an access token");
            String owner = entry.token().isSet() ? owners.putIfAbsent(entry.token(), name) : null;
            if (owner != null) {
                root.mistakes().add(section.key("token"), "***", "a token that differs from that of " + owner);
            }
        });
    }

    private Map<String, AmplitudeProject> projects() {
        return properties.amplitude().projects();
    }

    private Map<String, PushwooshApp> apps() {
        return properties.pushwoosh().apps();
    }

    private Section project(String name) {
        return root.below("amplitude").below("projects").below(name);
    }

    private Section app(String name) {
        return root.below("pushwoosh").below("apps").below(name);
    }

    private Section sync(String name) {
        return root.below("syncs").below(name);
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
