package io.cohortsync.ops;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/**
 * Migrates the database, unless a newer version of the product has done so: Flyway would let an older one go on, and what it
 * does not know of the ledger it would misread.
 */
@Component
class KnownDatabase implements FlywayConfigurationCustomizer, FlywayMigrationStrategy {

    private static final Set<MigrationState> FUTURE =
            EnumSet.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

    /** Whatever the properties say, which were applied before: the ledger is not to be misread. */
    @Override
    public void customize(FluentConfiguration configuration) {
        configuration.validateOnMigrate(true).ignoreMigrationPatterns(new String[0]);
    }

    /** @throws NewerDatabaseException if the database knows migrations that this version does not */
    @Override
    public void migrate(Flyway flyway) {
        try {
            flyway.migrate();
        } catch (FlywayValidateException e) {
            MigrationInfo current = flyway.info().current();
            if (current == null || !FUTURE.contains(current.getState())) {
                throw e;
            }
            throw new NewerDatabaseException(String.valueOf(current.getVersion()), newestOf(flyway));
        }
    }

    private static String newestOf(Flyway flyway) {
        return Arrays.stream(flyway.info().all())
                .filter(migration -> migration.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElseThrow()
                .toString();
    }
}
