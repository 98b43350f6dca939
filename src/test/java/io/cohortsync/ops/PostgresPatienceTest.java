package io.cohortsync.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.cohortsync.ledger.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class PostgresPatienceTest {

    private static HikariDataSource pool(String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        new PostgresPatience().postProcessAfterInitialization(pool, "dataSource");
        return pool;
    }

    @Test
    void postgres_is_not_waited_for_without_end() {
        try (HikariDataSource pool = pool("jdbc:postgresql://db/cohort_sync")) {
            assertThat(pool.getDataSourceProperties())
                    .containsEntry("socketTimeout", "600")
                    .containsEntry("tcpKeepAlive", "true");
        }
    }

    @Test
    void what_the_url_says_holds() throws Exception {
        String url;
        try (Connection any = TestDatabase.postgres().source().getConnection()) {
            url = any.getMetaData().getURL();
        }
        try (HikariDataSource pool = pool(url + (url.contains("?") ? "&" : "?") + "socketTimeout=1&user=postgres")) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute("select pg_sleep(30)"))
                        .hasRootCauseInstanceOf(java.net.SocketTimeoutException.class);
            }
        }
    }

    @Test
    void h2_gets_nothing_that_it_would_refuse() throws Exception {
        try (HikariDataSource pool = pool("jdbc:h2:mem:patience");
                Connection connection = pool.getConnection()) {
            assertThat(connection.isValid(1)).isTrue();
        }
    }
}
