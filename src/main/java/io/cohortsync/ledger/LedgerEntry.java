package io.cohortsync.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of one member.
 *
 * @param since when the member came into this state (the database's clock); for a new member whose join went well, when its
 *     join was planned
 * @param run the run that planned or parked the change, if known
 * @param reason the code under which a change was parked
 * @param lastError what Pushwoosh said then
 */
public record LedgerEntry(
        long id,
        MemberState state,
        Instant since,
        @Nullable String run,
        @Nullable String reason,
        @Nullable String lastError) {

    /** The code and, behind a colon, what Pushwoosh said; null if nothing was ever parked since the last confirmation. */
    public @Nullable String lastReason() {
        return reason == null || lastError == null || lastError.isBlank() ? reason : reason + ": " + lastError;
    }

    static LedgerEntry read(ResultSet row, int number) throws SQLException {
        return new LedgerEntry(
                row.getLong("id"),
                MemberState.of(row.getInt("state")),
                row.getObject("updated_at", OffsetDateTime.class).toInstant(),
                row.getString("run_id"),
                row.getString("reason"),
                row.getString("last_error"));
    }
}
