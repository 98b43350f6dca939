package io.cohortsync.ledger;

import io.cohortsync.member.MaskedAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A parked change as people see it.
 *
 * @param address masked
 * @param reason the code and, behind a colon, what Pushwoosh said
 */
public record DeadLetter(
        long id,
        String sync,
        @Nullable String run,
        String kind,
        String address,
        String reason,
        int attempts,
        Instant parkedAt) {

    static DeadLetter read(ResultSet row, int number) throws SQLException {
        String text = row.getString("last_error");
        String code = row.getString("reason");
        return new DeadLetter(
                row.getLong("id"),
                row.getString("sync"),
                row.getString("run_id"),
                row.getString("parked_kind"),
                MaskedAddress.mask(row.getString("address")),
                text == null || text.isBlank() ? code : code + ": " + text,
                row.getInt("attempts"),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
