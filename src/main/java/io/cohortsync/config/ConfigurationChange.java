package io.cohortsync.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What differs between two configurations.
 *
 * @param added names of new syncs
 * @param changed names of syncs that are configured otherwise than before
 * @param removed names of syncs that are gone
 * @param restart keys whose new values hold only after a restart
 */
public record ConfigurationChange(
        List<String> added, List<String> changed, List<String> removed, List<String> restart) {

    /** Compares two that have been checked. */
    public static ConfigurationChange between(CohortSyncProperties before, CohortSyncProperties after) {
        return new ConfigurationChange(
                names(after, sync -> before.sync(sync.name()).isEmpty()),
                names(
                        after,
                        sync -> before.sync(sync.name())
                                .filter(old -> !old.equals(sync))
                                .isPresent()),
                names(before, sync -> after.sync(sync.name()).isEmpty()),
                restart(before, after));
    }

    private static List<String> names(CohortSyncProperties properties, Function<Sync, Boolean> wanted) {
        return properties.allSyncs().stream()
                .filter(wanted::apply)
                .map(Sync::name)
                .toList();
    }

    /** What beans and routes have taken in when they were made. */
    private static List<String> restart(CohortSyncProperties before, CohortSyncProperties after) {
        List<String> keys = new ArrayList<>();
        note(keys, "data-dir", before, after, CohortSyncProperties::dataDir);
        note(keys, "hooks", before, after, CohortSyncProperties::hooks);
        note(keys, "retry", before, after, CohortSyncProperties::retry);
        note(keys, "alerts.mail-from", before, after, all -> all.alerts().mailFrom());
        note(keys, "alerts.mail-server", before, after, all -> all.alerts().mailServer());
        if (!before.oidc().isOn()) {
            note(keys, "access.tokens", before, after, CohortSyncProperties::isWithoutTokens);
        }
        note(keys, "oidc", before, after, CohortSyncProperties::oidc);
        return keys;
    }

    private static void note(
            List<String> keys,
            String key,
            CohortSyncProperties before,
            CohortSyncProperties after,
            Function<CohortSyncProperties, Object> part) {
        if (!part.apply(before).equals(part.apply(after))) {
            keys.add(CohortSyncProperties.PREFIX + "." + key);
        }
    }
}
