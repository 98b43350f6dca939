package io.cohortsync.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.ledger.TestDatabase;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

@RouteTest
@TestPropertySource(properties = "routes.under.test=file:routes/retention.camel.yaml")
@Import(RetentionRouteTest.Database.class)
@DirtiesContext
class RetentionRouteTest {

    static class Database {
        @Bean
        DataSource dataSource() {
            return TestDatabase.ownH2().source();
        }
    }

    @Autowired
    private CamelContext camel;

    @Autowired
    private ProducerTemplate producer;

    @Autowired
    private DataSource dataSource;

    @Test
    void removes_old_reports_and_rejected_rows_and_nothing_else() throws Exception {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        insertRun(jdbc, "fresh", "current_timestamp - interval '29' day");
        insertRun(jdbc, "month", "current_timestamp - interval '31' day");
        insertRun(jdbc, "year", "current_timestamp - interval '364' day");
        insertRun(jdbc, "older", "current_timestamp - interval '366' day");
        insertRun(jdbc, "running", "null");
        jdbc.update("insert into syncs (name, number) values ('vip', 1)");
        jdbc.update(
                "insert into cohort_members (id, digest_high, digest_low, properties_digest, state, address, run_id, updated_at)"
                        + " values (1099511627776, 1, 1, 1, 0, 'a@example.com', 'older', current_timestamp - interval '999' day)");
        AdviceWith.adviceWith(camel, "retention", advice -> advice.replaceFromWith("direct:now"));

        producer.sendBody("direct:now", null);

        assertThat(names(jdbc, "select id from sync_runs"))
                .containsExactlyInAnyOrder("fresh", "month", "year", "running");
        assertThat(names(jdbc, "select run_id from rejections")).containsExactlyInAnyOrder("fresh", "running");
        assertThat(names(jdbc, "select address from cohort_members")).containsExactly("a@example.com");
    }

    private static void insertRun(JdbcTemplate jdbc, String id, String finishedAt) {
        jdbc.update("insert into sync_runs (id, sync, started_by, status, stage, started_at, finished_at) values ('"
                + id + "', 'vip', 'manual', 'running', 'done', current_timestamp - interval '999' day, " + finishedAt
                + ")");
        jdbc.update("insert into rejections (run_id, row_no, reason, masked) values ('" + id
                + "', array[1], array['syntax'], array['a***'])");
    }

    private static List<String> names(JdbcTemplate jdbc, String sql) {
        return jdbc.queryForList(sql, String.class);
    }
}
