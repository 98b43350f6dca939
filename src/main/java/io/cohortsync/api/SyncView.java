package io.cohortsync.api;

import io.cohortsync.config.Sync;
import io.cohortsync.ledger.LedgerCounts;
import io.cohortsync.run.RunReport;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One sync as the HTTP API shows it.
 *
 * @param state {@code idle}, {@code running}, {@code held} or {@code stopped}
 * @param nextFireAt null while nothing makes it fire
 * @param present members now tagged
 */
record SyncView(
        String name,
        String cohort,
        String app,
        String cadence,
        boolean enabled,
        String state,
        @Nullable Instant nextFireAt,
        @Nullable RunReport lastRun,
        long present,
        long pending,
        long parked) {

    static SyncView of(
            Sync sync, String state, @Nullable Instant nextFireAt, @Nullable RunReport lastRun, LedgerCounts counts) {
        return new SyncView(
                sync.name(),
                sync.cohort(),
                sync.app(),
                sync.cadence().text(),
                sync.enabled(),
                state,
                nextFireAt,
                lastRun,
                counts.present(),
                counts.pending(),
                counts.parked());
    }
}
