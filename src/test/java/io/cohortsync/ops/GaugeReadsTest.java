package io.cohortsync.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.demo.MovableClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class GaugeReadsTest {

    private final MovableClock clock = new MovableClock();
    private final GaugeReads reads = new GaugeReads(clock);
    private final AtomicInteger asked = new AtomicInteger();

    private Integer away() {
        asked.incrementAndGet();
        throw new DataAccessResourceFailureException("no connection");
    }

    @Test
    void a_database_that_is_away_is_waited_for_once_in_a_minute() {
        assertThat(reads.read(() -> 7)).isEqualTo(7);

        assertThat(reads.read(this::away)).isNaN();
        assertThat(reads.read(this::away)).isNaN();
        assertThat(asked).hasValue(1);

        clock.advance(Duration.ofMinutes(1));
        assertThat(reads.read(() -> 7)).isEqualTo(7);
    }
}
