package io.cohortsync.api;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Component;

/** All SQL of the audit table. Times are the database's. */
@Component
class AuditBook {

    private final JdbcClient jdbc;

    AuditBook(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Writes down what is about to be done; returns the entry's number. */
    long ask(String who, AuditAction action, @Nullable String sync, @Nullable String run) {
        GeneratedKeyHolder key = new GeneratedKeyHolder();
        jdbc.sql("insert into audit (who, action, sync, run_id) values (?, ?, ?, ?)")
                .params(who, action.word(), sync, run)
                .update(key, "id");
        return Objects.requireNonNull(key.getKey()).longValue();
    }

    /** Writes down how it ended. */
    void end(long id, AuditEnd end) {
        jdbc.sql("update audit set outcome = ?, run_id = coalesce(?, run_id), reason = ? where id = ?")
                .params(end.outcome(), end.run(), end.reason(), id)
                .update();
    }

    /** Newest first; of all syncs if none is named. */
    List<AuditEntry> list(@Nullable String sync, int limit) {
        String of = sync == null ? "" : " where sync = :sync";
        return jdbc.sql("select * from audit" + of + " order by id desc limit :limit")
                .param("sync", sync)
                .param("limit", limit)
                .query(AuditBook::entry)
                .list();
    }

    private static AuditEntry entry(ResultSet row, int number) throws SQLException {
        return new AuditEntry(
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("who"),
                row.getString("action"),
                row.getString("sync"),
                row.getString("run_id"),
                row.getString("outcome"),
                row.getString("reason"));
    }
}
