package io.cohortsync.config;

import java.time.Duration;

/** Checks the two remote ends: Amplitude projects and Pushwoosh applications. */
final class ConnectionCheck {
    /** Amplitude asks for a second or more; tests and stand-ins want to be faster. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(10);

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration SHORTEST_DEADLINE = Duration.ofMillis(1);

    /** Amplitude forgets an export after seven days. */
    private static final Duration LONGEST_DEADLINE = Duration.ofDays(7);

    private static final int LARGEST_BATCH = 10_000;
    private static final int MOST_IN_FLIGHT = 1_000;
    private static final String WAIT = "a duration from 10ms to 1h, such as 1s";
    private static final String DEADLINE = "a duration from 1ms to 7d, such as 30m";
    private static final String APPLICATION = "the application's code, XXXXX-XXXXX";

    private ConnectionCheck() {}

    static void project(Section section, AmplitudeProject project) {
        section.url("base-url", project.baseUrl());
        section.range("exports-per-month", project.exportsPerMonth(), 1, Integer.MAX_VALUE, "a whole number from 1");
        wait(section, "poll-interval", project.pollInterval());
        wait(section, "poll-interval-max", project.pollIntervalMax());
        section.range("export-timeout", project.exportTimeout(), SHORTEST_DEADLINE, LONGEST_DEADLINE, DEADLINE);
        if (project.pollIntervalMax().compareTo(project.pollInterval()) < 0) {
            section.wrong("poll-interval-max", "at least poll-interval (the default is 10s)");
        }
    }

    static void app(Section section, PushwooshApp app) {
        section.url("base-url", app.baseUrl());
        section.range("batch-size", app.batchSize(), 1, LARGEST_BATCH, "a whole number from 1 to 10000");
        section.range("max-in-flight", app.maxInFlight(), 1, MOST_IN_FLIGHT, "a whole number from 1 to 1000");
        wait(section, "job-poll-interval", app.jobPollInterval());
        section.range("job-timeout", app.jobTimeout(), SHORTEST_DEADLINE, LONGEST_DEADLINE, DEADLINE);
    }

    static void wait(Section section, String key, Duration wait) {
        section.range(key, wait, SHORTEST_WAIT, LONGEST_WAIT, WAIT);
    }

    /** Asked of those only that an enabled sync names, so that a first start without accounts works. */
    static void credentials(Section section, AmplitudeProject project) {
        section.secret("api-key", project.apiKey(), "the project's API key");
        section.secret("secret-key", project.secretKey(), "the project's secret key");
    }

    /** As {@link #credentials(Section, AmplitudeProject)}. */
    static void credentials(Section section, PushwooshApp app) {
        section.pattern("application", app.application(), "[!-~&&[^$]]+", APPLICATION);
        section.secret("api-token", app.apiToken(), "the application's server token");
    }
}
