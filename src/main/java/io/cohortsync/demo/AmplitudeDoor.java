package io.cohortsync.demo;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Decides whether a call may pass at all: credentials (facts/amplitude §8.2) and the limits of §1.2, where switched on. */
final class AmplitudeDoor {
    private static final ErrorBodies ERRORS = ErrorBodies.AMPLITUDE;

    private final String apiKey;
    private final String secretKey;
    private final AmplitudeSettings settings;
    private final ExportDesk desk;
    private final Clock clock;

    AmplitudeDoor(String apiKey, String secretKey, AmplitudeSettings settings, ExportDesk desk, Clock clock) {
        this.apiKey = apiKey;
        this.secretKey = secretKey;
        this.settings = settings;
        this.desk = desk;
        this.clock = clock;
    }

    TwinRoutes.Handler guard(TwinRoutes.Handler inner) {
        return (call, id, fault) -> {
            Reply refusal = refusal(call);
            return refusal != null ? refusal : inner.handle(call, id, fault);
        };
    }

    /** The limits that only a new export meets; a refused one does not count. */
    @Nullable
    Reply exportRefusal() {
        int perTenMinutes = settings.requestsPerTenMinutes;
        if (perTenMinutes > 0 && desk.requestedAfter(clock.instant().minus(Duration.ofMinutes(10))) >= perTenMinutes) {
            return ERRORS.of(429, "Exceeded " + perTenMinutes + " requests per 10 minutes");
        }
        if (settings.enforceExportsPerMonth && desk.requestedThisMonth() >= settings.exportsPerMonth) {
            return ERRORS.of(settings.monthSpentStatus, "Exceeded " + settings.exportsPerMonth + " exports per month");
        }
        return null;
    }

    private @Nullable Reply refusal(Call call) {
        String authorization = call.header("authorization");
        if (authorization == null || !authorization.startsWith("Basic ")) {
            return ERRORS.of(settings.missingCredentialsStatus, "Invalid API Key");
        }
        String[] pair = decode(authorization.substring("Basic ".length())).split(":", 2);
        if (!pair[0].equals(apiKey)) {
            return ERRORS.of(403, "Invalid API Key");
        }
        if (pair.length < 2 || !pair[1].equals(secretKey)) {
            return ERRORS.of(403, "Invalid API/Secret Key combination");
        }
        return tooManyAtOnce(call);
    }

    private @Nullable Reply tooManyAtOnce(Call call) {
        int limit = settings.parallelCalls;
        return limit > 0 && call.inFlight() > limit
                ? ERRORS.of(429, "Exceeded " + limit + " concurrent requests")
                : null;
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }
}
