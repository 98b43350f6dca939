package io.cohortsync.amplitude;

import io.cohortsync.config.AmplitudeProject;
import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Sync;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/** What the configured cadences will make of the month's exports (facts/amplitude §1.2: 500 a month). */
public class QuotaForecast {

    private final LiveConfiguration configuration;
    private final ExportQuota quota;
    private final Clock clock;

    public QuotaForecast(LiveConfiguration configuration, ExportQuota quota, Clock clock) {
        this.configuration = configuration;
        this.quota = quota;
        this.clock = clock;
    }

    /**
     * One project's month.
     *
     * @param used requests that count so far
     * @param toCome runs that the cadences still start this month, each at most one request
     * @param fullMonth runs that they start in the next month, which is whole
     * @param causes the syncs and their runs in that month
     */
    public record Forecast(
            String project, YearMonth month, int used, int limit, int toCome, int fullMonth, String causes) {

        /** Requests at the month's end. */
        public int atMonthsEnd() {
            return used + toCome;
        }

        /** Whether this month or a full one needs more than there are. */
        public boolean exceeds() {
            return atMonthsEnd() > limit || fullMonth > limit;
        }

        /** The arithmetic in one sentence. */
        public String words() {
            String sum = "%s: %d exports used + %d runs to come = %d of %d; a full month has %d runs (%s)"
                    .formatted(month, used, toCome, atMonthsEnd(), limit, fullMonth, causes);
            return exceeds()
                    ? sum
                            + ". That is more than exports-per-month: make the cadence of the largest rarer; a run beyond it is skipped"
                    : sum;
        }
    }

    public Forecast of(String projectName) {
        AmplitudeProject project = configuration.now().amplitude().projects().get(projectName);
        YearMonth month = quota.month();
        List<Sync> syncs = configuration.allSyncs().stream()
                .filter(sync -> sync.enabled() && sync.project().equals(projectName))
                .toList();
        Instant now = clock.instant();
        Instant end = month.plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .minusMillis(1);
        int toCome =
                syncs.stream().mapToInt(sync -> sync.firesBetween(now, end)).sum();
        YearMonth next = month.plusMonths(1);
        int full = syncs.stream().mapToInt(sync -> sync.firesInMonth(next)).sum();
        return new Forecast(
                projectName,
                month,
                quota.used(projectName),
                quota.limit(projectName, project.exportsPerMonth()),
                toCome,
                full,
                causes(syncs, next));
    }

    private static String causes(List<Sync> syncs, YearMonth month) {
        String causes = syncs.stream()
                .map(sync -> sync.name() + " " + sync.firesInMonth(month))
                .collect(Collectors.joining(", "));
        return causes.isEmpty() ? "no enabled sync" : causes;
    }
}
