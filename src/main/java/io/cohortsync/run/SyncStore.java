package io.cohortsync.run;

import io.cohortsync.ledger.SyncClaim;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The syncs' rows: who works on a sync, and what is remembered between its runs. The protocol of a claim:
 *
 * <ol>
 *   <li>a row exists for every configured sync ({@link #ensure});
 *   <li>a process claims it where nobody holds it, or the holder's time is over, or the holder was an earlier process on the
 *       same data directory; the claim raises the fence number;
 *   <li>it renews its claim long before the time is over, and only while its fence number is the newest;
 *   <li>it releases it, again only while its fence number is the newest.
 * </ol>
 *
 * All times are the database's, so that the clocks of the machines do not matter.
 */
public class SyncStore {

    private static final String IN_SECONDS = "current_timestamp + cast(:seconds as integer) * interval '1' second";

    private static final int LONGEST_RENEWAL_SECONDS = 2;

    private final JdbcClient jdbc;

    /** For the statement that is not to wait. */
    private final JdbcTemplate template;

    public SyncStore(JdbcTemplate jdbc) {
        this.jdbc = JdbcClient.create(jdbc);
        this.template = jdbc;
    }

    /** Makes the row of a sync if there is none. */
    public void ensure(String sync) {
        boolean known = jdbc.sql("select count(*) from syncs where name = ?")
                        .param(sync)
                        .query(Long.class)
                        .single()
                > 0;
        if (!known) {
            insert(sync);
        }
    }

    private void insert(String sync) {
        try {
            jdbc.sql("insert into syncs (name, number) select ?, coalesce(max(number), 0) + 1 from syncs")
                    .param(sync)
                    .update();
        } catch (DuplicateKeyException e) {
            // another node was faster with this name, or took the number: look again
            ensure(sync);
        }
    }

    /** Claims a sync for this process; empty if another one works on it. */
    public Optional<SyncClaim> claim(String sync, String owner, Duration time) {
        // the fence is read first and raised from exactly there: whoever is overtaken in between gets nothing
        return newest(sync)
                .filter(seen -> take(seen, owner, time))
                .map(seen -> new SyncClaim(sync, seen.number(), seen.fence() + 1));
    }

    private Optional<SyncClaim> newest(String sync) {
        return jdbc.sql("select number, fence from syncs where name = ?")
                .param(sync)
                .query((row, n) -> new SyncClaim(sync, row.getInt(1), row.getLong(2)))
                .optional();
    }

    private boolean take(SyncClaim seen, String owner, Duration time) {
        return jdbc.sql("update syncs set claimed_by = :owner, claimed_until = " + IN_SECONDS + """
                        , fence = fence + 1, updated_at = current_timestamp
                        where name = :sync and fence = :fence
                          and (claimed_by is null or claimed_until < current_timestamp)
                        """)
                        .param("owner", owner)
                        .param("seconds", time.toSeconds())
                        .param("sync", seen.sync())
                        .param("fence", seen.fence())
                        .update()
                == 1;
    }

    /** Gives up the claims of a dead process that used the same data directory. */
    public void releaseAllOf(String owner) {
        jdbc.sql("update syncs set claimed_by = null, claimed_until = null where claimed_by = ?")
                .param(owner)
                .update();
    }

    /**
     * Keeps a claim for longer; false if it was given back or another process has taken the sync over. Does not wait long
     * behind a transaction that holds the sync's row (a large plan): other claims have to be renewed as well.
     */
    public boolean renew(SyncClaim claim, Duration time) {
        String renewal = "update syncs set claimed_until = current_timestamp + cast(? as integer) * interval '1' second"
                + " where name = ? and fence = ? and claimed_by is not null";
        return template.execute(renewal, (PreparedStatement statement) -> {
            statement.setLong(1, time.toSeconds());
            statement.setString(2, claim.sync());
            statement.setLong(3, claim.fence());
            return hurried(statement);
        });
    }

    /** H2 keeps the time limit for the connection: back in the pool, it would end a large ledger's reading half way. */
    private static boolean hurried(PreparedStatement statement) throws SQLException {
        statement.setQueryTimeout(LONGEST_RENEWAL_SECONDS);
        try {
            return statement.executeUpdate() == 1;
        } finally {
            statement.setQueryTimeout(0);
        }
    }

    /** Gives a claim back. */
    public void release(SyncClaim claim) {
        jdbc.sql("update syncs set claimed_by = null, claimed_until = null where name = ? and fence = ?")
                .param(claim.sync())
                .param(claim.fence())
                .update();
    }

    /** Whether some process works on the sync. */
    public boolean isClaimed(String sync) {
        return jdbc.sql("select count(*) from syncs where name = ? and claimed_until >= current_timestamp")
                        .param(sync)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Whether the cadence was paused by somebody. */
    public boolean isPaused(String sync) {
        return jdbc.sql("select paused from syncs where name = ?")
                .param(sync)
                .query(Boolean.class)
                .single();
    }

    /** Remembers that the cadence is paused, or is not. */
    public void pause(String sync, boolean paused) {
        jdbc.sql("update syncs set paused = ?, updated_at = current_timestamp where name = ?")
                .param(paused)
                .param(sync)
                .update();
    }

    /**
     * What of the cohort the ledger was last compared with.
     *
     * @param lastComputed unix seconds, null when the list did not say
     * @param size members then, null when the list did not say
     */
    public record Compared(
            @Nullable Long lastComputed, @Nullable Long size) {}

    /** What the ledger was last compared with. */
    public Compared compared(String sync) {
        return jdbc.sql("select last_computed, last_size from syncs where name = ?")
                .param(sync)
                .query((row, n) -> new Compared(row.getObject(1, Long.class), row.getObject(2, Long.class)))
                .single();
    }

    /** Remembers what the ledger was compared with. */
    public void compared(String sync, Compared compared) {
        jdbc.sql("update syncs set last_computed = ?, last_size = ? where name = ?")
                .param(compared.lastComputed())
                .param(compared.size())
                .param(sync)
                .update();
    }

    /** What the sync's ledger was made with: app, tag, value; empty before the first run. */
    public Optional<String> target(String sync) {
        return jdbc.sql("select target from syncs where name = ? and target is not null")
                .param(sync)
                .query(String.class)
                .optional();
    }

    /** Remembers what the sync's ledger is made with. */
    public void target(SyncClaim claim, String target) {
        jdbc.sql("update syncs set target = ? where name = ? and fence = ?")
                .params(target, claim.sync(), claim.fence())
                .update();
    }

    /** When the sync's audience last equalled a complete export. */
    public Optional<Instant> completedAt(String sync) {
        return jdbc.sql("select completed_at from syncs where name = ? and completed_at is not null")
                .param(sync)
                .query((row, n) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .optional();
    }

    /** Remembers that the audience equals a complete export now. */
    public void completed(String sync) {
        jdbc.sql("update syncs set completed_at = current_timestamp where name = ?")
                .param(sync)
                .update();
    }

    /** Whether the cadence has ever opened a run, whose report may be long gone. */
    public boolean hasFired(String sync) {
        return jdbc.sql("select count(*) from syncs where name = ? and fired_at is not null")
                        .param(sync)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Remembers that the cadence has opened a run. */
    public void fired(SyncClaim claim) {
        jdbc.sql("update syncs set fired_at = current_timestamp where name = ? and fence = ?")
                .params(claim.sync(), claim.fence())
                .update();
    }
}
