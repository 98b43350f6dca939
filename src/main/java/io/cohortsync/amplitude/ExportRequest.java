package io.cohortsync.amplitude;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.config.Sync;
import io.cohortsync.fault.RetryLaterException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The calls of one export (facts/amplitude §1.5–1.7). */
public final class ExportRequest {

    /** Asks how many exports Amplitude has counted this month (facts/amplitude §1.9). */
    public static final String USAGE_CALL = "/api/3/cohorts/usage";

    private static final String BASE = "/api/5/cohorts/";

    private ExportRequest() {}

    /** The properties an export must bring: none, unless the sync needs them. */
    public static List<String> properties(Sync sync) {
        List<String> keys = new ArrayList<>(sync.tags().keySet());
        if (!sync.identifiedByUserId() && !keys.contains(sync.identity())) {
            keys.add(sync.identity());
        }
        return keys;
    }

    /** Starts an export; {@code propKeys} is repeated, not joined, and goes only with {@code props=1}. */
    public static String call(Sync sync) {
        StringBuilder call = new StringBuilder(BASE).append("request/").append(encoded(sync.cohort()));
        List<String> properties = properties(sync);
        if (!properties.isEmpty()) {
            call.append("?props=1");
            properties.forEach(key -> call.append("&propKeys=").append(encoded(key)));
        }
        return call.toString();
    }

    /** Amplitude's id of the export: opaque, and its letter case counts. */
    public static String id(JsonNode reply) {
        String id = reply.path("request_id").asText("");
        if (id.isBlank()) {
            throw new RetryLaterException("Amplitude accepted the export request without a request_id");
        }
        return id;
    }

    public static String statusCall(String requestId) {
        return BASE + "request-status/" + encoded(requestId);
    }

    /** Good for seven days; each call makes a new link that is good for a minute. */
    public static String fileCall(String requestId) {
        return BASE + "request/" + encoded(requestId) + "/file";
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
