package io.cohortsync.config;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.zip.CRC32;
import org.quartz.CronExpression;

/**
 * When a sync runs by itself.
 *
 * <p>{@code hourly} fires once an hour, {@code daily} once in the hour from 6:00 of the sync's time zone; minute and second
 * come from a stable hash of the sync's name, so that many syncs do not fire together.
 *
 * @param kind which of the five
 * @param text as configured: the cron itself, or the word
 */
public record Cadence(Kind kind, String text) {
    /** Counting stops here; far above any quota. */
    public static final int MOST_FIRES = 20_000;

    private static final int DAILY_HOUR = 6;
    private static final int SECONDS_PER_HOUR = 3600;

    /** The words; everything else is a cron. */
    public enum Kind {
        CRON,
        /** Once, at the first start, and never again. */
        ONE_TIME,
        HOURLY,
        DAILY,
        /** Only when somebody asks for it. */
        MANUAL
    }

    /** Called by Spring's binder. */
    public static Cadence of(String text) {
        String word = text.strip();
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "one-time" -> new Cadence(Kind.ONE_TIME, "one-time");
            case "hourly" -> new Cadence(Kind.HOURLY, "hourly");
            case "daily" -> new Cadence(Kind.DAILY, "daily");
            case "manual" -> new Cadence(Kind.MANUAL, "manual");
            default -> cron(word);
        };
    }

    /** The cron to give to Quartz; empty for {@code one-time} and {@code manual}. */
    public Optional<String> quartzCron(String syncName) {
        int spread = spread(syncName);
        return Optional.ofNullable(
                switch (kind) {
                    case CRON -> text;
                    case HOURLY -> "%d %d * * * ?".formatted(spread % 60, spread / 60);
                    case DAILY -> "%d %d %d * * ?".formatted(spread % 60, spread / 60, DAILY_HOUR);
                    case ONE_TIME, MANUAL -> null;
                });
    }

    /** When it fires next; empty if never, as with {@code one-time} and {@code manual}. */
    public Optional<Instant> nextFireAfter(String syncName, Instant instant, ZoneId zone) {
        return quartzCron(syncName)
                .map(cron -> expression(cron, zone).getNextValidTimeAfter(Date.from(instant)))
                .map(Date::toInstant);
    }

    /** How often it fires after the first instant, up to and including the second; at most {@link #MOST_FIRES}. */
    public int firesBetween(String syncName, Instant after, Instant upTo, ZoneId zone) {
        Optional<String> cron = quartzCron(syncName);
        return cron.isEmpty() ? 0 : count(expression(cron.get(), zone), after, upTo);
    }

    /** How often it fires in a UTC calendar month, which is what Amplitude's quota is counted by. */
    public int firesInMonth(String syncName, YearMonth month, ZoneId zone) {
        Instant start = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return firesBetween(syncName, start.minusMillis(1), end.minusMillis(1), zone);
    }

    @Override
    public String toString() {
        return text;
    }

    private static Cadence cron(String text) {
        expression(text, ZoneOffset.UTC);
        return new Cadence(Kind.CRON, text);
    }

    private static CronExpression expression(String cron, ZoneId zone) {
        try {
            CronExpression expression = new CronExpression(cron);
            expression.setTimeZone(TimeZone.getTimeZone(zone));
            return expression;
        } catch (ParseException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static int count(CronExpression cron, Instant after, Instant upTo) {
        int fires = 0;
        Date last = Date.from(upTo);
        Date next = cron.getNextValidTimeAfter(Date.from(after));
        while (next != null && !next.after(last) && fires < MOST_FIRES) {
            fires++;
            next = cron.getNextValidTimeAfter(next);
        }
        return fires;
    }

    private static int spread(String syncName) {
        CRC32 hash = new CRC32();
        hash.update(syncName.getBytes(StandardCharsets.UTF_8));
        return (int) (hash.getValue() % SECONDS_PER_HOUR);
    }
}
