package io.cohortsync.alert;

import io.cohortsync.alert.AlertBook.Decided;
import io.cohortsync.alert.AlertBook.Entry;
import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Sync;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares how the syncs are with what was told of them last. */
public class AlertWatch {

    private final LiveConfiguration configuration;
    private final AlertBook book;
    private final Clock clock;

    public AlertWatch(LiveConfiguration configuration, AlertBook book, Clock clock) {
        this.configuration = configuration;
        this.book = book;
        this.clock = clock;
    }

    /** What is to be told now: at most one alert for each enabled sync; the same again until {@link #told}. */
    public List<Alert> due() {
        return configuration.allSyncs().stream()
                .filter(Sync::enabled)
                .map(this::due)
                .flatMap(Optional::stream)
                .toList();
    }

    /** An alert has reached somebody. */
    public void told(Alert alert) {
        book.told(alert);
    }

    private Optional<Alert> due(Sync sync) {
        return book.find(sync.name())
                .map(entry -> alert(sync, entry, book.lastDecided(sync.name()).orElse(null)))
                .filter(alert -> alert.state() != alert.previous());
    }

    private Alert alert(Sync sync, Entry entry, @Nullable Decided last) {
        AlertState state = last == null ? AlertState.OK : stateOf(last.status());
        if (state == AlertState.OK && isStale(sync, entry)) {
            return new Alert(sync.name(), AlertState.STALE, entry.told(), null, stale(sync, entry));
        }
        return new Alert(
                sync.name(), state, entry.told(), last == null ? null : last.run(), text(sync, state, entry, last));
    }

    private static AlertState stateOf(String status) {
        return "succeeded".equals(status) ? AlertState.OK : AlertState.of(status);
    }

    /** The first cadence after the last complete run may still be under way when the second one comes. */
    private boolean isStale(Sync sync, Entry entry) {
        Instant since = since(entry);
        return next(sync, since)
                .flatMap(first -> next(sync, first))
                .map(second -> second.isBefore(clock.instant()))
                .orElse(false);
    }

    private static Optional<Instant> next(Sync sync, Instant after) {
        return sync.cadence().nextFireAfter(sync.name(), after, sync.timeZone());
    }

    private static Instant since(Entry entry) {
        return entry.freshAt() == null ? entry.createdAt() : entry.freshAt();
    }

    private static String stale(Sync sync, Entry entry) {
        return "%s is stale: no complete run since %s, and its cadence (%s) has come twice since then"
                .formatted(sync.name(), since(entry).truncatedTo(ChronoUnit.SECONDS), sync.cadence());
    }

    private static String text(Sync sync, AlertState state, Entry entry, @Nullable Decided last) {
        if (state == AlertState.OK) {
            return sync.name() + " has recovered: it was " + entry.told().word();
        }
        String reason = last == null || last.reason() == null ? "" : ": " + last.reason();
        return sync.name() + " is " + state.word() + reason;
    }
}
