package io.cohortsync.amplitude;

import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Counts export requests, each written down before it is sent, per project and UTC month (facts/amplitude §1.2: 500 a month).
 */
public class ExportQuota {

    private final JdbcClient jdbc;
    private final Clock clock;

    public ExportQuota(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The month that counts now. */
    public YearMonth month() {
        return YearMonth.now(clock.withZone(ZoneOffset.UTC));
    }

    /** A request is about to be sent. */
    public void sent(String project, String runId) {
        jdbc.sql("insert into export_requests (project, quota_month, run_id) values (?, ?, ?)")
                .params(project, month().toString(), runId)
                .update();
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
        jdbc.sql("update export_requests set outcome = ? where run_id = ? and outcome = 'sent'")
                .params(outcome, runId)
                .update();
    }

    /** Requests of this month that count, or may count. */
    public int used(String project) {
        return jdbc.sql(
                        "select count(*) from export_requests where project = ? and quota_month = ? and outcome <> 'refused'")
                .params(project, month().toString())
                .query(Integer.class)
                .single();
    }
}
