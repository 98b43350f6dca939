package io.cohortsync.ops;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Lets no thread wait for ever for an answer of PostgreSQL: a connection that a firewall has forgotten says nothing any more,
 * and by itself the driver would wait, with the run and its claim. H2 has no such settings, and refuses them. What is
 * configured otherwise, in the URL or for the pool, holds.
 */
@Component
class PostgresPatience implements BeanPostProcessor {

    /** Longer than any statement of ours takes, and short enough for the next cadence. */
    static final Duration LONGEST_ANSWER = Duration.ofMinutes(10);

    private static final Map<String, String> DEFAULTS =
            Map.of("socketTimeout", String.valueOf(LONGEST_ANSWER.toSeconds()), "tcpKeepAlive", "true");

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool && isPostgres(pool)) {
            DEFAULTS.forEach(pool.getDataSourceProperties()::putIfAbsent);
        }
        return bean;
    }

    private static boolean isPostgres(HikariDataSource pool) {
        return pool.getJdbcUrl() != null && pool.getJdbcUrl().startsWith("jdbc:postgresql:");
    }
}
