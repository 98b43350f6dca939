package io.cohortsync.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessResourceFailureException;

/** Reads the numbers of gauges. A database that is away is waited for once, and not at each number of each scrape. */
final class GaugeReads {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Clock clock;
    private volatile Instant askAgainAt = Instant.MIN;

    GaugeReads(Clock clock) {
        this.clock = clock;
    }

    /** The number, or NaN if the database is away, or was a moment ago. */
    double read(Supplier<? extends Number> number) {
        if (clock.instant().isBefore(askAgainAt)) {
            return Double.NaN;
        }
        try {
            return number.get().doubleValue();
        } catch (DataAccessResourceFailureException e) {
            askAgainAt = clock.instant().plus(PAUSE);
            return Double.NaN;
        }
    }
}
