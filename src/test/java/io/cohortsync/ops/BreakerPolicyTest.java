package io.cohortsync.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cohortsync.config.CohortSyncProperties.Breaker;
import io.cohortsync.demo.MovableClock;
import io.cohortsync.fault.RetryLaterException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four calls are looked at, half of them may fail, the pause is a minute. */
class BreakerPolicyTest {

    private static final String MAIN = "pushwoosh.main";
    private static final String OTHER = "pushwoosh.other";

    private final MovableClock clock = new MovableClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RemoteBreakers breakers =
            new RemoteBreakers(() -> new Breaker(4, 0.5, Duration.ofMinutes(1)), meters, clock);
    private final AtomicInteger calls = new AtomicInteger();

    /** A call of a remote that answers so: an HTTP status, or 0 for a connection that breaks. */
    private Exchange call(String remote, int status) throws Exception {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        Processor http = called -> {
            calls.incrementAndGet();
            if (status == 0) {
                called.setException(new IOException("reset"));
            } else {
                called.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
            }
        };
        new BreakerPolicy(breakers, about -> remote).wrap(null, http).process(exchange);
        return exchange;
    }

    private void failHalf(int failure) throws Exception {
        call(MAIN, 200);
        call(MAIN, failure);
        call(MAIN, 404);
        call(MAIN, failure);
    }

    private void assertRefused(String remote) {
        int before = calls.get();
        assertThatExceptionOfType(RetryLaterException.class)
                .isThrownBy(() -> call(remote, 200))
                .withMessageContaining(remote);
        assertThat(calls).as("nobody was called").hasValue(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 500, 503})
    void a_remote_that_keeps_failing_is_left_alone(int failure) throws Exception {
        failHalf(failure);
        assertRefused(MAIN);
        assertThat(breakers.states()).containsEntry(MAIN, "open");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 302, 400, 401, 403, 404, 429})
    void an_answer_that_says_something_is_no_failure(int status) throws Exception {
        for (int n = 0; n < 20; n++) {
            call(MAIN, status);
        }
        assertThat(calls).hasValue(20);
        assertThat(breakers.states()).containsEntry(MAIN, "closed");
    }

    @Test
    void a_plea_for_patience_is_no_success_either() throws Exception {
        for (int n = 0; n < 10; n++) {
            call(MAIN, 429);
        }
        failHalf(503);
        assertRefused(MAIN);
    }

    @Test
    void the_others_are_not_kept_waiting() throws Exception {
        failHalf(503);
        call(OTHER, 200);
        assertRefused(MAIN);
        assertThat(breakers.states()).containsEntry(OTHER, "closed");
    }

    @Test
    void says_how_long_it_is_left_alone() throws Exception {
        failHalf(503);
        clock.advance(Duration.ofSeconds(20));
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        Processor refused = new BreakerPolicy(breakers, about -> MAIN).wrap(null, called -> {});
        assertThatExceptionOfType(RetryLaterException.class).isThrownBy(() -> refused.process(exchange));
        assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY)).isEqualTo(40_000L);
    }

    @Test
    void one_call_is_tried_after_the_pause_and_closes_it() throws Exception {
        failHalf(503);
        clock.advance(Duration.ofSeconds(61));
        assertThatCode(() -> call(MAIN, 200)).doesNotThrowAnyException();
        assertThat(breakers.states()).containsEntry(MAIN, "closed");
    }

    @Test
    void one_call_is_tried_after_the_pause_and_opens_it_again() throws Exception {
        failHalf(503);
        clock.advance(Duration.ofSeconds(61));
        call(MAIN, 503);
        assertRefused(MAIN);
    }

    @Test
    void its_state_is_a_metric() throws Exception {
        failHalf(503);
        assertThat(meters.get("resilience4j.circuitbreaker.state")
                        .tags("name", MAIN, "state", "open")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }
}
