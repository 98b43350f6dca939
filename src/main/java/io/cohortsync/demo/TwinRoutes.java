package io.cohortsync.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the endpoint, records the request, and lets the endpoint's next fault speak before, inside or after the handler. */
final class TwinRoutes {
    interface Handler {
        /** @param id what stands in the path's one variable part, or an empty string */
        Reply handle(Call call, String id, Fault fault) throws IOException;
    }

    private final List<Route> routes = new ArrayList<>();
    private final Faults faults;
    private final RequestLog log;
    private final Clock clock;
    private volatile boolean recordBodies;

    TwinRoutes(Faults faults, RequestLog log, Clock clock) {
        this.faults = faults;
        this.log = log;
        this.clock = clock;
    }

    /** @param path a regular expression with at most one group */
    TwinRoutes add(String endpoint, String method, String path, Handler handler) {
        routes.add(new Route(endpoint, method, Pattern.compile(path), handler));
        return this;
    }

    void recordBodies(boolean on) {
        recordBodies = on;
    }

    Reply answer(Call arrived) throws IOException {
        for (Route route : routes) {
            Matcher path = route.path().matcher(arrived.path());
            if (route.method().equals(arrived.method()) && path.matches()) {
                return answer(route, record(arrived, route.endpoint()), path.groupCount() == 0 ? "" : path.group(1));
            }
        }
        record(arrived, Endpoints.UNKNOWN);
        return Reply.json(404, Map.of("message", "not found"));
    }

    private Reply answer(Route route, Call call, String id) throws IOException {
        Fault fault = faults.take(route.endpoint());
        return switch (fault.kind().stage()) {
            case REPLACES -> CannedReplies.of(fault, route.endpoint(), clock);
            case ALTERS -> CannedReplies.altered(route.handler().handle(call, id, fault), fault);
            case INSIDE -> route.handler().handle(call, id, fault);
        };
    }

    private Call record(Call call, String endpoint) throws IOException {
        byte @Nullable [] body = recordBodies ? call.body().readAllBytes() : null;
        log.add(new RecordedRequest(
                clock.instant(),
                endpoint,
                call.method(),
                call.path(),
                call.query(),
                call.headers(),
                body == null ? null : new String(body, StandardCharsets.UTF_8)));
        return body == null ? call : call.withBody(new ByteArrayInputStream(body));
    }

    private record Route(String endpoint, String method, Pattern path, Handler handler) {}
}
