package io.cohortsync.run;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the delivery of one run goes: batches on their way, and whether more may be sent. Thread safe. */
public final class Delivery {

    private int expected;
    private int underWay;
    private @Nullable String stopped;
    private boolean refused;

    /** The last page of a batch is handed out: the batch itself comes by another way, soon. */
    public synchronized void expect() {
        expected++;
    }

    /** A batch that was expected has come. */
    public synchronized void arrived() {
        expected = Math.max(0, expected - 1);
        notifyAll();
    }

    /** The way is broken: what is expected may never come. */
    synchronized void abandonExpected() {
        expected = 0;
        notifyAll();
    }

    synchronized void begin() {
        underWay++;
    }

    synchronized void end() {
        underWay--;
        notifyAll();
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
