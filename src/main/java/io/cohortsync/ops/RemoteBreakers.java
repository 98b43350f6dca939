package io.cohortsync.ops;

import io.cohortsync.config.CohortSyncProperties;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A circuit breaker for each Amplitude project ({@code amplitude.<project>}) and each Pushwoosh app
 * ({@code pushwoosh.<app>}): a remote that fails most of the time is left alone for a while. Each has its own, so that the
 * trouble of one does not keep the others waiting.
 */
final class RemoteBreakers {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteBreakers.class);

    private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
    private final Map<String, Instant> openedAt = new ConcurrentHashMap<>();
    private final Supplier<CohortSyncProperties.Breaker> settings;
    private final Clock clock;

    RemoteBreakers(Supplier<CohortSyncProperties.Breaker> settings, MeterRegistry meters, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(registry).bindTo(meters);
    }

    /** The breaker of that name, made when it is first asked for. */
    CircuitBreaker of(String name) {
        return registry.find(name).orElseGet(() -> make(name));
    }

    private CircuitBreaker make(String name) {
        CohortSyncProperties.Breaker wanted = settings.get();
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindowSize(wanted.calls())
                .minimumNumberOfCalls(wanted.calls())
                .failureRateThreshold((float) (wanted.failureRatio() * 100))
                .waitDurationInOpenState(wanted.pause())
                .permittedNumberOfCallsInHalfOpenState(1)
                .clock(clock)
                .build();
        CircuitBreaker breaker = registry.circuitBreaker(name, config);
        breaker.getEventPublisher()
                .onStateTransition(
                        event -> moved(name, event.getStateTransition().getToState()));
        return breaker;
    }

    private void moved(String name, CircuitBreaker.State state) {
        openedAt.put(name, clock.instant());
        if (state == CircuitBreaker.State.OPEN) {
            LOG.warn("circuit breaker open: {} is left alone for a while remote={}", name, name);
        } else {
            LOG.info("circuit breaker {} remote={}", state.name().toLowerCase(Locale.ROOT), name);
        }
    }

    /** How long an open breaker stays so; zero if it is not open. */
    Duration closedFor(CircuitBreaker breaker) {
        Instant opened = openedAt.get(breaker.getName());
        if (opened == null || breaker.getState() != CircuitBreaker.State.OPEN) {
            return Duration.ZERO;
        }
        Duration left =
                Duration.between(clock.instant(), opened.plus(settings.get().pause()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The state of each breaker by its name: {@code closed}, {@code open}, {@code half_open}. */
    Map<String, String> states() {
        Map<String, String> states = new TreeMap<>();
        registry.getAllCircuitBreakers()
                .forEach(breaker ->
                        states.put(breaker.getName(), breaker.getState().name().toLowerCase(Locale.ROOT)));
        return states;
    }
}
