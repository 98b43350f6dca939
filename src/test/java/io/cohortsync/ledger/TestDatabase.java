package io.cohortsync.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A migrated database for tests; {@link #empty} makes it as new. Its sessions have a time zone that the JVM surely does not
 * have, so that a time which depends on either zone is seen to be wrong.
 */
public final class TestDatabase {

    private static final String[] TABLES = {
        "audit",
        "export_requests",
        "quota_months",
        "rejections",
        "sync_runs",
        "unconfirmed_joins",
        "cohort_members",
        "syncs"
    };

    private final HikariDataSource source;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    private TestDatabase(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(16);
        config.setConnectionInitSql("set time zone '" + otherZone() + "'");
        source = new HikariDataSource(config);
        Flyway.configure().dataSource(source).load().migrate();
        jdbc = new JdbcTemplate(source);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(source));
    }

    private static String otherZone() {
        return ZoneId.systemDefault().getId().equals("Pacific/Chatham") ? "America/Caracas" : "Pacific/Chatham";
    }

    /** H2 in memory, one for the JVM. */
    public static TestDatabase h2() {
        return SharedH2.DATABASE;
    }

    /** PostgreSQL, one for the JVM, started when it is first asked for. */
    public static TestDatabase postgres() {
        return SharedPostgres.DATABASE;
    }

    /** H2 in memory, for the caller alone. */
    public static TestDatabase ownH2() {
        return new TestDatabase("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    /** H2 in a file below the folder, as the product has it. */
    public static TestDatabase h2File(Path folder) {
        return new TestDatabase("jdbc:h2:file:" + folder.toAbsolutePath() + "/cohort-sync");
    }

    private static final class SharedH2 {
        static final TestDatabase DATABASE = ownH2();
    }

    private static final class SharedPostgres {
        static final TestDatabase DATABASE = new TestDatabase(start());

        private static String start() {
            try {
                return EmbeddedPostgres.builder().start().getJdbcUrl("postgres", "postgres");
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL for the tests did not start", e);
            }
        }
    }

    /** Empties every table. */
    public TestDatabase empty() {
        for (String table : TABLES) {
            jdbc.update("delete from " + table);
        }
        return this;
    }

    public DataSource source() {
        return source;
    }

    public JdbcTemplate jdbc() {
        return jdbc;
    }

    public JdbcClient client() {
        return JdbcClient.create(jdbc);
    }

    public TransactionTemplate transaction() {
        return transaction;
    }

    /** Closes the connections; the file can be opened again. */
    public void close() {
        source.close();
    }
}
