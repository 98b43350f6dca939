package io.cohortsync.config;

import io.cohortsync.member.AddressCase;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One sync with every default filled in; see {@link SyncProperties} for the meaning of each value.
 *
 * @param name its key below {@code cohort-sync.syncs}
 * @param project name of the Amplitude project, see {@link CohortSyncProperties#projectOf}
 * @param app name of the Pushwoosh application, see {@link CohortSyncProperties#appOf}
 */
public record Sync(
        String name,
        boolean enabled,
        String project,
        String cohort,
        String app,
        Cadence cadence,
        ZoneId timeZone,
        String identity,
        Match match,
        boolean register,
        AddressCase addressCase,
        String tag,
        String tagValue,
        Mode mode,
        Map<String, String> tags,
        boolean skipUnchanged,
        GuardLimits guard) {

    static Sync of(String name, SyncProperties p) {
        return new Sync(
                name,
                p.enabled(),
                p.project(),
                required(p.cohort()),
                required(p.app()),
                p.cadence(),
                p.timeZone(),
                p.identity(),
                p.match(),
                p.register(),
                p.addressCase(),
                required(p.tag()),
                tagValue(name, p.tagValue()),
                p.mode(),
                p.tags(),
                p.skipUnchanged(),
                p.guard());
    }

    static String tagValue(String name, @Nullable String configured) {
        return configured == null || configured.isBlank() ? name : configured;
    }

    /** Whether the address is the {@code user_id} column itself, and no user property. */
    public boolean identifiedByUserId() {
        return "user_id".equals(identity);
    }

    /** The id of the route that holds the cadence. */
    public String triggerRouteId() {
        return "cohort-trigger-" + name;
    }

    /** The cron of the cadence; empty for {@code one-time} and {@code manual}. */
    public Optional<String> quartzCron() {
        return cadence.quartzCron(name);
    }

    /** When the cadence fires next; empty for {@code one-time} and {@code manual}. */
    public Optional<Instant> nextFireAfter(Instant instant) {
        return cadence.nextFireAfter(name, instant, timeZone);
    }

    /** How often the cadence fires after the first instant, up to and including the second. */
    public int firesBetween(Instant after, Instant upTo) {
        return cadence.firesBetween(name, after, upTo, timeZone);
    }

    /** How often the cadence fires in a UTC calendar month. */
    public int firesInMonth(YearMonth month) {
        return cadence.firesInMonth(name, month, timeZone);
    }

    private static String required(@Nullable String value) {
        return Objects.requireNonNull(value, "checked at the start");
    }
}
