package io.cohortsync.demo;

import com.sun.net.httpserver.HttpExchange;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request as the twins see it. */
record Call(
        String method,
        String path,
        @Nullable String query,
        Map<String, List<String>> headers,
        InputStream body,
        int inFlight) {
    static Call of(HttpExchange exchange, int inFlight) {
        Map<String, List<String>> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return new Call(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestURI().getRawQuery(),
                headers,
                exchange.getRequestBody(),
                inFlight);
    }

    Call withBody(InputStream other) {
        return new Call(method, path, query, headers, other, inFlight);
    }

    @Nullable
    String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : values.get(0);
    }

    @Nullable
    String parameter(String name) {
        return parameters(name).stream().findFirst().orElse(null);
    }

    List<String> parameters(String name) {
        return query == null
                ? List.of()
                : Arrays.stream(query.split("&"))
                        .filter(pair -> pair.startsWith(name + "="))
                        .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                        .toList();
    }
}
