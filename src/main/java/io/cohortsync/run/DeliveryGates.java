package io.cohortsync.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Lets only so many batches of each Pushwoosh app be under way at once ({@code max-in-flight}), over all syncs. */
public final class DeliveryGates {

    private static final long LOOK_EVERY_MILLIS = 200;

    private final Map<String, Semaphore> apps = new ConcurrentHashMap<>();

    /**
     * Waits for a place on the run's own thread, so that a slow app keeps nobody else waiting.
     *
     * @param giveUp asked from time to time
     * @return false if it was given up; otherwise {@link Delivery} expects one batch more
     */
    public boolean enter(ActiveRun run, BooleanSupplier giveUp) throws InterruptedException {
        Semaphore places = apps.computeIfAbsent(
                run.sync().app(), name -> new Semaphore(run.app().maxInFlight(), true));
        while (!giveUp.getAsBoolean()) {
            if (places.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                run.delivery().expect(places);
                return true;
            }
        }
        return false;
    }
}
