package io.cohortsync.config;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One Pushwoosh application.
 *
 * @param application its code, XXXXX-XXXXX
 * @param apiToken a server token
 * @param baseUrl default {@code https://api.pushwoosh.com}; read it by {@link #url()}
 * @param batchSize devices in one bulkSetTags call; default 1000
 * @param maxInFlight accepted jobs not yet completed, over all syncs of this app; default 4
 * @param jobPollInterval wait between two looks at a job; default 1s
 * @param jobTimeout a job that is not completed by then is sent again; default 10m
 */
public record PushwooshApp(
        @DefaultValue("") String application,
        Secret apiToken,
        @DefaultValue(PushwooshApp.PUBLIC_URL) String baseUrl,
        @DefaultValue("1000") int batchSize,
        @DefaultValue("4") int maxInFlight,
        @DefaultValue("1s") Duration jobPollInterval,
        @DefaultValue("10m") Duration jobTimeout) {
    static final String PUBLIC_URL = "https://api.pushwoosh.com";

    public PushwooshApp {
        apiToken = Secret.orNone(apiToken);
        // no secret, but it may come from a file as the secrets do
        application =
                application.startsWith(Secret.FILE) ? Secret.of(application).value() : application;
    }

    /** Where to call, without a slash at its end. */
    public String url() {
        return BaseUrl.of(baseUrl, PUBLIC_URL);
    }
}
