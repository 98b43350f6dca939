package io.cohortsync.run;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * How the delivery of one run goes: the batches that have one of the app's places, and whether more may be sent. A place is
 * taken before a batch is collected, goes with it, and is given back when its outcome is recorded. Thread safe.
 */
public final class Delivery {

    private @Nullable Semaphore places;
    private int expected;
    private int underWay;
    private int accepted;
    private boolean givenBack;
    private @Nullable String stopped;
    private boolean refused;

    /** A place was taken for a batch that is being collected. */
    synchronized void expect(Semaphore taken) {
        places = taken;
        expected++;
    }

    /** A batch has come to be sent; false if nobody expects it any more: then it has no place. */
    public synchronized boolean begin() {
        if (expected == 0) {
            return false;
        }
        expected--;
        underWay++;
        return true;
    }

    /** The outcome of a batch is recorded. */
    public synchronized void end() {
        underWay--;
        release(1);
    }

    /** Pushwoosh accepted a batch. */
    public synchronized void accept() {
        accepted++;
    }

    /**
     * How many batches were accepted since this was last asked. They are written down when a batch is settled, as a transaction
     * for each of them would take a fifth of a first sync; a crash in between leaves them uncounted.
     */
    public synchronized int takeAccepted() {
        int taken = accepted;
        accepted = 0;
        return taken;
    }

    /** Accepted batches could not be written down: they are counted with the next. */
    public synchronized void giveAcceptedBack(int batches) {
        accepted += batches;
    }

    /** What is expected may never come, as its way is broken or nothing more is sent. */
    public synchronized void abandon() {
        int lost = expected;
        expected = 0;
        release(lost);
    }

    private void release(int count) {
        if (places != null) {
            places.release(count);
        }
        notifyAll();
    }

    /** Changes were collected and not sent, as the route in between was stopped: they are to be sent later in the run. */
    public synchronized void giveBack() {
        givenBack = true;
    }

    /** Whether changes were given back since this was last asked. */
    public synchronized boolean takeGivenBack() {
        boolean any = givenBack;
        givenBack = false;
        return any;
    }

    /** Nothing more is sent in this run; the first reason stands. */
    public synchronized void stop(String reason, boolean accessRefused) {
        if (stopped == null) {
            stopped = reason;
            refused = accessRefused;
        }
    }

    /** Why nothing more is sent; empty if it is. */
    public synchronized Optional<String> stopped() {
        return Optional.ofNullable(stopped);
    }

    /** Whether Pushwoosh refused our credentials: then the run failed, whatever else it did. */
    public synchronized boolean isAccessRefused() {
        return refused;
    }

    /** Waits until every batch is settled; each ends by itself, as every call has a time limit. */
    public synchronized void awaitAll() throws InterruptedException {
        while (expected + underWay > 0) {
            wait();
        }
    }
}
