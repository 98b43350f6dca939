package io.cohortsync.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Lets only so many runs of each Amplitude project ask for an export at once, over all syncs of this process. Amplitude takes
 * four downloads at a time, and its limit of five calls is shared with everybody else's (facts/amplitude §1.2, §6).
 */
public final class ExportGate {

    static final int PLACES = 4;

    private static final long LOOK_EVERY_MILLIS = 200;

    private final Map<String, Semaphore> projects = new ConcurrentHashMap<>();

    /**
     * Waits for a place, unless the run has one. It has it until its file is there, and at the latest until it is let go.
     *
     * @param giveUp asked from time to time
     * @return false if it was given up
     */
    public boolean enter(ActiveRun run, BooleanSupplier giveUp) throws InterruptedException {
        Semaphore places = projects.computeIfAbsent(run.sync().project(), project -> new Semaphore(PLACES, true));
        while (!run.hasExportPlace() && !giveUp.getAsBoolean()) {
            if (places.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                run.exportPlace(places);
            }
        }
        return run.hasExportPlace();
    }
}
