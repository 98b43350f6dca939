package io.cohortsync.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** One requested export, holding the cohort as it was at that moment. */
record Export(String id, CohortSpec cohort, PropertySelection properties, Instant requestedAt, AtomicInteger polls) {
    /** Facts/amplitude §1.7: the file endpoint is good for seven days. */
    private static final Duration LIFETIME = Duration.ofDays(7);

    boolean isReady(int pollsNeeded) {
        return pollsNeeded == 0 || polls.get() > pollsNeeded;
    }

    boolean isDead(Instant now) {
        return now.isAfter(requestedAt.plus(LIFETIME));
    }

    byte[] gzipped() {
        return cohort.content().gzipped(properties);
    }

    /** A link to the store, good for a minute, and what is wrong with the file behind it. */
    record Link(Export export, Instant mintedAt, Fault fault) {
        private static final Duration LIFETIME = Duration.ofSeconds(60);

        boolean isExpired(Instant now) {
            return now.isAfter(mintedAt.plus(LIFETIME));
        }
    }
}
