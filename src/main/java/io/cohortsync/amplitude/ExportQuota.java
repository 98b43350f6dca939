package io.cohortsync.amplitude;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Counts export requests, each written down before it is sent, per project and UTC month (facts/amplitude §1.2: 500 a month),
 * and puts right what it counts by what Amplitude says (§1.9).
 */
public class ExportQuota {

    /** Amplitude takes no more requests of one project in {@link #WINDOW_MINUTES} (facts/amplitude §1.2). */
    static final int MOST_IN_WINDOW = 60;

    static final int WINDOW_MINUTES = 10;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    public ExportQuota(JdbcClient jdbc, TransactionTemplate transaction, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** What became of the wish to send an export request. */
    public enum Reservation {
        /** It is written down and may be sent. */
        RESERVED,
        /** The month has no more. */
        SPENT,
        /** There were too many just now; ask again a little later. */
        TOO_MANY_NOW
    }

    /**
     * When Amplitude is asked for its own count.
     *
     * @param month the month it answers for
     * @param at by the database's clock: what is requested later is not in the answer
     */
    public record Question(YearMonth month, Instant at) {}

    /** The month that counts now. */
    public YearMonth month() {
        return YearMonth.now(clock.withZone(ZoneOffset.UTC));
    }

    // ---- counting ----

    /**
     * Writes a request down that is about to be sent, unless there are too many. Requests of one project are written one
     * after the other, on however many nodes, so that together they never overdraw.
     *
     * @param allowed requests of the month after which there is none
     */
    public Reservation reserve(String project, String runId, int allowed) {
        String month = month().toString();
        ensure(project, month);
        return transaction.execute(status -> {
            lock(project, month);
            if (used(project) >= allowed) {
                return Reservation.SPENT;
            }
            if (inWindow(project) >= MOST_IN_WINDOW) {
                return Reservation.TOO_MANY_NOW;
            }
            jdbc.sql("insert into export_requests (project, quota_month, run_id) values (?, ?, ?)")
                    .params(project, month, runId)
                    .update();
            return Reservation.RESERVED;
        });
    }

    private void ensure(String project, String month) {
        if (report(project, month) != null) {
            return;
        }
        try {
            jdbc.sql("insert into quota_months (project, quota_month) values (?, ?)")
                    .params(project, month)
                    .update();
        } catch (DuplicateKeyException e) {
            // another run was faster
        }
    }

    private void lock(String project, String month) {
        jdbc.sql("update quota_months set updated_at = current_timestamp where project = ? and quota_month = ?")
                .params(project, month)
                .update();
    }

    private int inWindow(String project) {
        return jdbc.sql("select count(*) from export_requests where project = ? and outcome <> 'refused'"
                        + " and requested_at > current_timestamp - interval '" + WINDOW_MINUTES + "' minute")
                .param(project)
                .query(Integer.class)
                .single();
    }

    /** Amplitude has given a request id. */
    public void accepted(String runId) {
        outcome(runId, "accepted");
    }

    /** Amplitude refused the request in words: it does not count. */
    public void refused(String runId) {
        outcome(runId, "refused");
    }

    private void outcome(String runId, String outcome) {
        jdbc.sql("""
                        update export_requests set outcome = ?
                        where id = (select max(id) from export_requests where run_id = ?) and outcome = 'sent'
                        """).params(outcome, runId).update();
    }

    /** Requests of a run that were never answered: each may count, or not. */
    public int unanswered(String runId) {
        return jdbc.sql("select count(*) from export_requests where run_id = ? and outcome = 'sent'")
                .param(runId)
                .query(Integer.class)
                .single();
    }

    // ---- what Amplitude says ----

    /** Amplitude is about to be asked what it has counted. */
    public Question ask() {
        YearMonth month = month();
        return jdbc.sql("select current_timestamp")
                .query((row, n) -> new Question(
                        month, row.getObject(1, OffsetDateTime.class).toInstant()))
                .single();
    }

    /** Keeps what Amplitude said of a month. */
    public void reported(String project, Question question, UsageReply usage) {
        String month = question.month().toString();
        ensure(project, month);
        jdbc.sql("""
                        update quota_months set reported = ?, reported_limit = ?, reported_at = ?, updated_at = current_timestamp
                        where project = ? and quota_month = ?
                        """)
                .param(usage.used())
                .param(usage.limit())
                .param(question.at().atOffset(ZoneOffset.UTC))
                .param(project)
                .param(month)
                .update();
    }

    /**
     * Exports of this month that count, or may count. Where Amplitude has told its number, that and what was sent since; but
     * never fewer than it has accepted from us.
     */
    public int used(String project) {
        String month = month().toString();
        Report report = report(project, month);
        if (report == null || report.used() == null || report.at() == null) {
            return sent(project, month, "outcome <> 'refused'");
        }
        int accepted = sent(project, month, "outcome = 'accepted'");
        return Math.max(accepted, report.used() + sentSince(project, month, report.at()));
    }

    /** The month's limit: the configured one, or Amplitude's if that is lower. */
    public int limit(String project, int configured) {
        Report report = report(project, month().toString());
        return report == null || report.limit() == null ? configured : Math.min(configured, report.limit());
    }

    private int sent(String project, String month, String which) {
        return jdbc.sql("select count(*) from export_requests where project = ? and quota_month = ? and " + which)
                .params(project, month)
                .query(Integer.class)
                .single();
    }

    private int sentSince(String project, String month, OffsetDateTime time) {
        return jdbc.sql("""
                        select count(*) from export_requests
                        where project = ? and quota_month = ? and outcome <> 'refused' and requested_at > ?
                        """).params(project, month, time).query(Integer.class).single();
    }

    private record Report(
            @Nullable Integer used,
            @Nullable Integer limit,
            @Nullable OffsetDateTime at) {

        static Report read(ResultSet row, int number) throws SQLException {
            return new Report(
                    row.getObject(1, Integer.class),
                    row.getObject(2, Integer.class),
                    row.getObject(3, OffsetDateTime.class));
        }
    }

    private @Nullable Report report(String project, String month) {
        return jdbc.sql(
                        "select reported, reported_limit, reported_at from quota_months where project = ? and quota_month = ?")
                .params(project, month)
                .query(Report::read)
                .optional()
                .orElse(null);
    }
}
