package io.cohortsync.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The requests one twin has seen: the latest in full, all of them counted. */
final class RequestLog {
    private static final int KEPT = 20_000;
    private final Deque<RecordedRequest> latest = new ArrayDeque<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private int inFlight;
    private int mostInFlight;

    synchronized void add(RecordedRequest request) {
        counts.merge(request.endpoint(), 1L, Long::sum);
        latest.add(request);
        if (latest.size() > KEPT) {
            latest.remove();
        }
    }

    synchronized List<RecordedRequest> all() {
        return List.copyOf(latest);
    }

    List<RecordedRequest> of(String endpoint) {
        return all().stream()
                .filter(request -> request.endpoint().equals(endpoint))
                .toList();
    }

    synchronized Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    synchronized int enter() {
        mostInFlight = Math.max(mostInFlight, ++inFlight);
        return inFlight;
    }

    synchronized void leave() {
        inFlight--;
    }

    synchronized int mostInFlight() {
        return mostInFlight;
    }
}
