package io.cohortsync.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cohortsync.demo.MovableClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

class PatientDecoderTest {

    private static final Jwt GOOD =
            Jwt.withTokenValue("good").header("alg", "none").subject("ann").build();

    private final MovableClock clock = new MovableClock();
    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void asks_a_provider_that_was_away_again_after_the_pause() {
        JwtDecoder decoder = new PatientDecoder(
                () -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new IllegalStateException("no answer");
                    }
                    return token -> GOOD;
                },
                clock);

        assertAway(decoder);
        assertAway(decoder);
        assertThat(tries).hasValue(1);

        clock.advance(PatientDecoder.PAUSE);
        assertThat(decoder.decode("good")).isEqualTo(GOOD);
    }

    /** Anybody can send a token with a key that the provider must be asked for: that locks nobody out. */
    @Test
    void a_token_whose_key_does_not_come_shuts_nobody_out() {
        JwtDecoder decoder = new PatientDecoder(
                () -> token -> {
                    if (token.equals("cached")) {
                        return GOOD;
                    }
                    throw new JwtException("no keys");
                },
                clock);

        assertAway(decoder);
        assertThat(decoder.decode("cached")).isEqualTo(GOOD);
    }

    @Test
    void a_bad_token_says_nothing_of_the_provider() {
        JwtDecoder decoder = new PatientDecoder(
                () -> token -> {
                    if (token.equals("good")) {
                        return GOOD;
                    }
                    throw new BadJwtException("bad");
                },
                clock);

        assertThatThrownBy(() -> decoder.decode("bad")).isInstanceOf(BadJwtException.class);
        assertThat(decoder.decode("good")).isEqualTo(GOOD);
    }

    @RepeatedTest(20)
    void who_has_waited_behind_another_does_not_ask_again() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        JwtDecoder decoder = new PatientDecoder(
                () -> {
                    tries.incrementAndGet();
                    asked.countDown();
                    join(failed);
                    throw new IllegalStateException("no answer");
                },
                clock);
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> assertAway(decoder));
        asked.await();
        Thread second = new Thread(() -> assertAway(decoder));
        second.start();
        await().atMost(Duration.ofSeconds(10)).until(() -> isWaiting(second));

        failed.countDown();

        first.join();
        second.join();
        assertThat(tries).hasValue(1);
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.BLOCKED;
    }

    private static void join(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void assertAway(JwtDecoder decoder) {
        assertThatThrownBy(() -> decoder.decode("good")).isInstanceOf(ProviderAwayException.class);
    }
}
