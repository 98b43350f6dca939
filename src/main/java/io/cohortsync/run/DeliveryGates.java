package io.cohortsync.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Lets only so many batches of each Pushwoosh app be under way at once ({@code max-in-flight}), over all syncs. */
public final class DeliveryGates {

    private static final long LOOK_EVERY_MILLIS = 200;

    private final Map<String, Semaphore> places = new ConcurrentHashMap<>();

    /**
     * Waits for a place.
     *
     * @param giveUp asked from time to time
     * @return false if it was given up; then there is nothing to {@link #leave}
     */
    public boolean enter(ActiveRun run, BooleanSupplier giveUp) throws InterruptedException {
        Semaphore app = places.computeIfAbsent(
                run.sync().app(), name -> new Semaphore(run.app().maxInFlight(), true));
        while (!giveUp.getAsBoolean()) {
            if (app.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                run.delivery().begin();
                return true;
            }
        }
        return false;
    }

    /** Gives the place back. */
    public void leave(ActiveRun run) {
        places.get(run.sync().app()).release();
        run.delivery().end();
    }
}
