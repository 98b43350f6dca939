package io.cohortsync.fault;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After} (RFC 9110 §10.2.3): seconds or an HTTP date. */
public final class RetryAfter {

    /** Nobody is waited for longer than this, whatever the header says. */
    public static final Duration LONGEST = Duration.ofMinutes(15);

    private RetryAfter() {}

    /**
     * How long to wait.
     *
     * @param header the header's value, null if there was none
     * @param now the time an HTTP date is compared with
     * @return between zero and {@link #LONGEST}; null if the header is absent or cannot be read
     */
    public static @Nullable Duration parse(@Nullable String header, Instant now) {
        if (header == null || header.isBlank()) {
            return null;
        }
        String value = header.strip();
        Duration asked = value.chars().allMatch(c -> c >= '0' && c <= '9') ? seconds(value) : until(value, now);
        return asked == null ? null : clamp(asked);
    }

    private static Duration seconds(String digits) {
        return digits.length() > 9 ? LONGEST : Duration.ofSeconds(Long.parseLong(digits));
    }

    private static @Nullable Duration until(String date, Instant now) {
        try {
            Instant then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Duration.between(now, then);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration clamp(Duration asked) {
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
