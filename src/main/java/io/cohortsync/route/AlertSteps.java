package io.cohortsync.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortsync.alert.Alert;
import io.cohortsync.alert.AlertWatch;
import io.cohortsync.config.CohortSyncProperties.Alerts;
import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Secret;
import io.cohortsync.run.RunReport;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Bean {@code alerts}: what is to be told, to whom, and in which form. */
@Component("alerts")
public class AlertSteps {

    private final AlertWatch watch;
    private final LiveConfiguration configuration;
    private final ObjectMapper json;

    AlertSteps(AlertWatch watch, LiveConfiguration configuration, ObjectMapper json) {
        this.watch = watch;
        this.configuration = configuration;
        this.json = json;
    }

    /** The alerts to be told now; the same again until they were {@link #told}. */
    public List<Alert> due() {
        return watch.due();
    }

    /** Records that an alert was told. */
    public void told(Alert alert) {
        watch.told(alert);
    }

    /** Where alerts are posted to; null if nowhere. It may hold a secret: never log it. */
    public @Nullable String webhookUrl() {
        return valueOf(settings().webhookUrl());
    }

    /** The alert as Slack, Mattermost and others read it: {@code {"text":"…"}}. */
    public String webhookBody(Alert alert) throws JsonProcessingException {
        return json.writeValueAsString(Map.of("text", alert.text()));
    }

    /** Who gets alerts by e-mail, separated by commas; null if nobody. */
    public @Nullable String mailTo() {
        return settings().mailTo();
    }

    /** The URL to call when a run was complete; null if it was not, or if there is none. It may hold a secret: never log it. */
    public @Nullable String heartbeatUrl(RunReport report) {
        String url = valueOf(settings().heartbeatUrl());
        return url == null || !report.isComplete() ? null : url.replace("{sync}", report.sync());
    }

    private Alerts settings() {
        return configuration.now().alerts();
    }

    private static @Nullable String valueOf(Secret secret) {
        return secret.isSet() ? secret.value() : null;
    }
}
