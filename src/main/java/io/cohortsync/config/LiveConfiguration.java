package io.cohortsync.config;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The configuration that holds now: it is replaced as a whole, never altered. Who needs it twice in one piece of work asks
 * once and keeps the answer. Thread safe.
 */
public class LiveConfiguration {

    private final AtomicReference<CohortSyncProperties> current;

    public LiveConfiguration(CohortSyncProperties first) {
        this.current = new AtomicReference<>(first);
    }

    /** Everything as it is configured now. */
    public CohortSyncProperties now() {
        return current.get();
    }

    /**
     * Lets another configuration hold from here on; it must have been checked.
     *
     * @return the one that held before
     */
    public CohortSyncProperties replace(CohortSyncProperties next) {
        return current.getAndSet(next);
    }

    /** All syncs with their defaults filled in, the disabled ones included. */
    public List<Sync> allSyncs() {
        return now().allSyncs();
    }

    /** The sync of that name, disabled or not. */
    public Optional<Sync> sync(String name) {
        return now().sync(name);
    }

    /** The Amplitude project a sync reads from. */
    public AmplitudeProject projectOf(Sync sync) {
        return now().projectOf(sync);
    }

    /** The Pushwoosh application a sync writes to. */
    public PushwooshApp appOf(Sync sync) {
        return now().appOf(sync);
    }
}
