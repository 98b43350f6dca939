package io.cohortsync.ops;

import io.cohortsync.config.CohortSyncProperties;
import io.cohortsync.config.ConfigurationChange;
import io.cohortsync.config.ConfigurationLoader;
import io.cohortsync.config.FreshEnvironment;
import io.cohortsync.config.InvalidConfigurationException;
import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Sync;
import io.cohortsync.run.SyncStore;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Component;

/** Reads the configuration again while the application runs. Whoever keeps something per sync hears {@link ConfigurationChange}. */
@Component
public class Reload {

    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final ConfigurableEnvironment environment;
    private final LiveConfiguration configuration;
    private final SyncStore syncs;
    private final Triggers triggers;
    private final CadencePolicy cadences;
    private final ApplicationEventPublisher listeners;

    Reload(
            ConfigurableEnvironment environment,
            LiveConfiguration configuration,
            SyncStore syncs,
            Triggers triggers,
            CadencePolicy cadences,
            ApplicationEventPublisher listeners) {
        this.environment = environment;
        this.configuration = configuration;
        this.syncs = syncs;
        this.triggers = triggers;
        this.cadences = cadences;
        this.listeners = listeners;
    }

    /**
     * Lets the configuration hold as it stands in the files now. On an error what held before goes on.
     *
     * @throws InvalidConfigurationException if it has mistakes
     * @throws SyncBusyException if a run of a sync that differs is under way
     */
    public synchronized ConfigurationChange reload() {
        CohortSyncProperties next = ConfigurationLoader.load(FreshEnvironment.of(environment));
        ConfigurationChange change = ConfigurationChange.between(configuration.now(), next);
        requireIdle(change);
        List<Sync> before = configuration.allSyncs();
        configuration.replace(next);
        cadences.quietly(() -> retrigger(before, change));
        listeners.publishEvent(change);
        LOG.info(
                "configuration reloaded: added={} changed={} removed={} restart={}",
                change.added(),
                change.changed(),
                change.removed(),
                change.restart());
        return change;
    }

    /** A run keeps to one cohort and one tag from its beginning to its end. */
    private void requireIdle(ConfigurationChange change) {
        Stream.concat(change.changed().stream(), change.removed().stream())
                .filter(syncs::isClaimed)
                .findFirst()
                .ifPresent(busy -> {
                    throw new SyncBusyException(busy);
                });
    }

    private void retrigger(List<Sync> before, ConfigurationChange change) {
        before.stream()
                .filter(sync -> change.changed().contains(sync.name())
                        || change.removed().contains(sync.name()))
                .forEach(sync -> triggers.remove(sync.triggerRouteId()));
        configuration.allSyncs().stream()
                .filter(sync ->
                        change.added().contains(sync.name()) || change.changed().contains(sync.name()))
                .forEach(triggers::addQuietly);
    }
}
