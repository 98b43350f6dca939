package io.cohortsync.demo;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request as it arrived; header names in lower case, the query undecoded, the body only where recording is switched on. */
public record RecordedRequest(
        Instant time,
        String endpoint,
        String method,
        String path,
        @Nullable String query,
        Map<String, List<String>> headers,
        @Nullable String body) {
    public @Nullable String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : values.get(0);
    }

    /** Without headers and query: they may hold secrets. */
    @Override
    public String toString() {
        return time + " " + endpoint + " " + method + " " + path;
    }
}
