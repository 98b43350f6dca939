package io.cohortsync.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What is to go wrong, per endpoint: first the queued faults, one request each, then the standing one. Shared by both twins.
 * "The third poll and all later ones answer 401" is {@code next(job, pass, 2)} and {@code always(job, unauthorized)}.
 */
public final class Faults {
    private final Map<String, Deque<Queued>> queued = new LinkedHashMap<>();
    private final Map<String, Fault> standing = new LinkedHashMap<>();
    private CountDownLatch released = new CountDownLatch(1);
    private volatile Duration holdAtMost = Duration.ofSeconds(60);

    public synchronized Faults next(String endpoint, Fault fault, int times) {
        check(endpoint, fault);
        if (times < 1) {
            throw new IllegalArgumentException("A fault happens at least once, not " + times + " times.");
        }
        queued.computeIfAbsent(endpoint, key -> new ArrayDeque<>()).add(new Queued(fault, times));
        return this;
    }

    public Faults next(String endpoint, FaultKind kind) {
        return next(endpoint, Fault.of(kind), 1);
    }

    public synchronized Faults always(String endpoint, Fault fault) {
        check(endpoint, fault);
        standing.put(endpoint, fault);
        return this;
    }

    public Faults always(String endpoint, FaultKind kind) {
        return always(endpoint, Fault.of(kind));
    }

    /** Forgets all faults and lets the answers go that are being held back. */
    public synchronized void clear() {
        queued.clear();
        standing.clear();
        release();
    }

    public synchronized void clear(String endpoint) {
        queued.remove(endpoint);
        standing.remove(endpoint);
    }

    /** How long a "timeout" holds an answer back if nobody releases it. */
    public Faults holdAtMost(Duration limit) {
        holdAtMost = limit;
        return this;
    }

    /** What is still to come, as text per endpoint: {@code {amplitude.file=[gzip-cut x1, forbidden always]}}. */
    public synchronized Map<String, String> pending() {
        Map<String, String> view = new TreeMap<>();
        queued.forEach((endpoint, faults) -> view.put(endpoint, faults.toString()));
        standing.forEach((endpoint, fault) -> view.merge(endpoint, "[" + fault + " always]", String::concat));
        view.values().removeIf("[]"::equals);
        return view;
    }

    synchronized Fault take(String endpoint) {
        Deque<Queued> faults = queued.get(endpoint);
        Queued first = faults == null ? null : faults.poll();
        if (faults == null || first == null) {
            return standing.getOrDefault(endpoint, Fault.NONE);
        }
        if (first.times() > 1) {
            faults.addFirst(new Queued(first.fault(), first.times() - 1));
        }
        return first.fault();
    }

    synchronized void release() {
        released.countDown();
        released = new CountDownLatch(1);
    }

    void hold() {
        pause(holdAtMost);
    }

    /** Waits in real time; a release or an interrupt ends it early. */
    void pause(Duration atMost) {
        try {
            latch().await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized CountDownLatch latch() {
        return released;
    }

    private static void check(String endpoint, Fault fault) {
        if (!Endpoints.ALL.contains(endpoint)) {
            throw new IllegalArgumentException(
                    "There is no endpoint named '" + endpoint + "'; the names are " + Endpoints.ALL + ".");
        }
        if (!fault.kind().appliesTo(endpoint)) {
            throw new IllegalArgumentException("The fault '" + fault.kind().kebab() + "' cannot happen on " + endpoint
                    + "; it can on " + fault.kind().endpoints() + ".");
        }
    }

    private record Queued(Fault fault, int times) {
        @Override
        public String toString() {
            return fault + " x" + times;
        }
    }
}
