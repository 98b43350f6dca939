package io.cohortsync.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /demo/faults}: lets an operator rehearse what the two services can do. In the profile {@code demo} alone. */
@RestController
@Profile("demo")
@RequestMapping("/demo/faults")
class DemoFaults {

    private final DemoTwins twins;

    DemoFaults(DemoTwins twins) {
        this.twins = twins;
    }

    /**
     * What is to go wrong.
     *
     * @param fault as in {@code rows-cut:40}
     * @param times how many requests it meets; null: every one, until it is cleared
     */
    record Wish(
            @Nullable String endpoint,
            @Nullable String fault,
            @Nullable Integer times) {}

    /**
     * What can go wrong, and what will.
     *
     * @param faults where each fault can be set
     * @param pending by endpoint, what is still to come
     */
    record View(Map<String, List<String>> faults, Map<String, String> pending) {}

    @GetMapping
    View faults() {
        Map<String, List<String>> places = Arrays.stream(FaultKind.values())
                .collect(Collectors.toMap(FaultKind::kebab, DemoFaults::places, (a, b) -> a, TreeMap::new));
        return new View(places, pending());
    }

    private static List<String> places(FaultKind kind) {
        return kind.endpoints().isEmpty() ? Endpoints.ALL : kind.endpoints();
    }

    /** Sets a fault and tells all that are still to come. */
    @PostMapping
    Map<String, String> set(@RequestBody Wish wish) {
        try {
            set(required("endpoint", wish.endpoint()), Fault.parse(required("fault", wish.fault())), wish.times());
            return pending();
        } catch (IllegalArgumentException e) {
            HttpStatus status = HttpStatus.BAD_REQUEST;
            throw new ErrorResponseException(
                    status,
                    ProblemDetail.forStatusAndDetail(status, e.getMessage() + " GET /demo/faults lists them."),
                    e);
        }
    }

    private static String required(String key, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("The body has no " + key + ".");
        }
        return value;
    }

    private void set(String endpoint, Fault fault, @Nullable Integer times) {
        Faults faults = of(endpoint);
        if (times == null) {
            faults.always(endpoint, fault);
        } else {
            faults.next(endpoint, fault, times);
        }
    }

    private Faults of(String endpoint) {
        return endpoint.startsWith("pushwoosh.")
                ? twins.pushwoosh().faults()
                : twins.amplitude().faults();
    }

    /** Everything goes well again. */
    @DeleteMapping
    Map<String, String> clear() {
        twins.amplitude().faults().clear();
        twins.pushwoosh().faults().clear();
        return pending();
    }

    private Map<String, String> pending() {
        Map<String, String> pending = new TreeMap<>(twins.amplitude().faults().pending());
        pending.putAll(twins.pushwoosh().faults().pending());
        return pending;
    }
}
