package io.cohortsync.ops;

import io.cohortsync.fault.NotSentException;
import io.cohortsync.fault.RetryLaterException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;

/**
 * What the routes put around each call of a remote: refuses the call while the remote's circuit breaker is open, and tells the
 * breaker how the call went. Camel's own circuit breaker belongs to a place in a route; this one belongs to the project or app
 * that the exchange is about.
 */
final class BreakerPolicy implements Policy {

    private static final int TOO_MANY_REQUESTS = 429;

    private final RemoteBreakers breakers;
    private final Function<Exchange, String> remote;

    /** @param remote tells the name of the breaker */
    BreakerPolicy(RemoteBreakers breakers, Function<Exchange, String> remote) {
        this.breakers = breakers;
        this.remote = remote;
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // nothing to prepare
    }

    @Override
    public Processor wrap(Route route, Processor call) {
        return exchange -> {
            CircuitBreaker breaker = breakers.of(remote.apply(exchange));
            requirePermission(exchange, breaker);
            long start = breaker.getCurrentTimestamp();
            call.process(exchange);
            record(exchange, breaker, breaker.getCurrentTimestamp() - start);
        };
    }

    private void requirePermission(Exchange exchange, CircuitBreaker breaker) {
        if (breaker.tryAcquirePermission()) {
            return;
        }
        Duration wait = breakers.closedFor(breaker);
        if (!wait.isZero()) {
            exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, wait.toMillis());
        }
        throw new NotSentException(
                breaker.getName() + " has failed too often and is left alone for a while (circuit breaker)");
    }

    /** That a remote asks for patience is no failure, and no success either. */
    private static void record(Exchange exchange, CircuitBreaker breaker, long nanos) {
        Exception problem = exchange.getException();
        Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        if (problem != null) {
            breaker.onError(nanos, TimeUnit.NANOSECONDS, problem);
        } else if (status != null && status == TOO_MANY_REQUESTS) {
            breaker.releasePermission();
        } else if (status != null && status >= 500) {
            breaker.onError(nanos, TimeUnit.NANOSECONDS, new RetryLaterException("answered " + status));
        } else {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
