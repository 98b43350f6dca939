package io.cohortsync.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One Amplitude project.
 *
 * @param apiKey the project's API key
 * @param secretKey the project's secret key
 * @param region where the project lives; default {@code us}
 * @param baseUrl replaces the region's URL (proxy, tests); default none, read it by {@link #url()}
 * @param exportsPerMonth the plan's limit on cohort downloads, counted per UTC calendar month; default 500
 * @param pollInterval first wait between two status polls; default 1s
 * @param pollIntervalMax what the wait grows to; default 10s
 * @param exportTimeout an export that is not ready by then fails the run; default 30m
 */
public record AmplitudeProject(
        Secret apiKey,
        Secret secretKey,
        @DefaultValue("us") Region region,
        @Nullable String baseUrl,
        @DefaultValue("500") int exportsPerMonth,
        @DefaultValue("1s") Duration pollInterval,
        @DefaultValue("10s") Duration pollIntervalMax,
        @DefaultValue("30m") Duration exportTimeout) {
    public AmplitudeProject {
        apiKey = Secret.orNone(apiKey);
        secretKey = Secret.orNone(secretKey);
    }

    /** Where to call: {@code baseUrl} if there is one, else the region's; without a slash at its end. */
    public String url() {
        return BaseUrl.of(baseUrl, region.url());
    }
}
