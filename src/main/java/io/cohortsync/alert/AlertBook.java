package io.cohortsync.alert;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database knows of a sync's state, and what has been told of it. */
public class AlertBook {

    private final JdbcClient jdbc;

    public AlertBook(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One sync as it is recorded.
     *
     * @param told the state that was told last
     * @param freshAt when the audience was last known to equal the cohort; null if never
     * @param createdAt when the sync was first seen
     */
    record Entry(AlertState told, @Nullable Instant freshAt, Instant createdAt) {}

    /**
     * The newest run that came to a decision: a dry or skipped one does not, nor a replay or an erasure that went well, as
     * it says nothing of the cohort.
     *
     * @param status {@code succeeded}, {@code partial}, {@code held} or {@code failed}
     */
    record Decided(String run, String status, @Nullable String reason) {}

    Optional<Entry> find(String sync) {
        return jdbc.sql("""
                        select s.alert_state, s.created_at, greatest(s.completed_at, coalesce((
                                 select max(r.finished_at) from sync_runs r
                                 where r.sync = s.name and r.status = 'skipped' and r.last_computed = s.last_computed),
                                 s.completed_at)) as fresh_at
                        from syncs s where s.name = ?
                        """).param(sync).query(AlertBook::entry).optional();
    }

    private static Entry entry(ResultSet row, int number) throws SQLException {
        OffsetDateTime fresh = row.getObject("fresh_at", OffsetDateTime.class);
        return new Entry(
                AlertState.of(row.getString("alert_state")),
                fresh == null ? null : fresh.toInstant(),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    Optional<Decided> lastDecided(String sync) {
        return jdbc.sql("""
                        select id, status, reason from sync_runs
                        where sync = ? and not dry_run and (status in ('partial', 'held', 'failed')
                          or status = 'succeeded' and (plan_version is not null or last_computed is not null))
                        order by started_at desc, id desc limit 1
                        """)
                .param(sync)
                .query((row, number) ->
                        new Decided(row.getString("id"), row.getString("status"), row.getString("reason")))
                .optional();
    }

    /** Records that the new state was told; false if somebody else told another one meanwhile. */
    boolean told(Alert alert) {
        return jdbc.sql("update syncs set alert_state = ? where name = ? and alert_state = ?")
                        .param(alert.state().word())
                        .param(alert.sync())
                        .param(alert.previous().word())
                        .update()
                == 1;
    }
}
