package io.cohortsync.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * Looks at the syncs once a second while somebody listens, and tells what has changed. A listener that cannot be reached any
 * more is found by a comment every fifteen seconds.
 */
@Component
class SyncWatch implements SmartLifecycle {

    static final int MOST_LISTENERS = 32;

    private static final Logger LOG = LoggerFactory.getLogger(SyncWatch.class);
    private static final long HEARTBEAT_LOOKS = 15;

    private final Overviews overviews;
    private final ObjectMapper json;
    private final List<SseEmitter> listeners = new CopyOnWriteArrayList<>();
    private ScheduledExecutorService looks;
    private String last = "";
    private long looked;

    SyncWatch(Overviews overviews, ObjectMapper json) {
        this.overviews = overviews;
        this.json = json;
    }

    /** A new listener, who is told at once how the syncs are; empty if there are too many already. */
    Optional<SseEmitter> open() {
        SseEmitter listener = new SseEmitter(0L);
        synchronized (listeners) {
            if (listeners.size() >= MOST_LISTENERS) {
                return Optional.empty();
            }
            listeners.add(listener);
        }
        listener.onCompletion(() -> listeners.remove(listener));
        listener.onError(problem -> listeners.remove(listener));
        send(listener, overview(text()));
        return Optional.of(listener);
    }

    private void look() {
        if (listeners.isEmpty()) {
            return;
        }
        try {
            tell();
        } catch (RuntimeException e) {
            // the database may be away; the next look is in a second
            LOG.debug("the syncs cannot be looked at ({})", e.getClass().getSimpleName());
        }
    }

    private void tell() {
        String now = text();
        looked++;
        if (!now.equals(last)) {
            last = now;
            listeners.forEach(listener -> send(listener, overview(now)));
        } else if (looked % HEARTBEAT_LOOKS == 0) {
            listeners.forEach(listener -> send(listener, SseEmitter.event().comment("still here")));
        }
    }

    private String text() {
        try {
            return json.writeValueAsString(overviews.now());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the overview cannot be written as JSON", e);
        }
    }

    private static SseEventBuilder overview(String text) {
        return SseEmitter.event().name("overview").data(text, MediaType.TEXT_PLAIN);
    }

    private void send(SseEmitter listener, SseEventBuilder event) {
        try {
            listener.send(event);
        } catch (IOException | IllegalStateException e) {
            listeners.remove(listener);
        }
    }

    @Override
    public void start() {
        looks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sync-watch");
            thread.setDaemon(true);
            return thread;
        });
        looks.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    /** Before the web server waits for its open answers: these would never end by themselves. */
    @Override
    public void stop() {
        looks.shutdownNow();
        looks = null;
        listeners.forEach(SseEmitter::complete);
        listeners.clear();
    }

    @Override
    public boolean isRunning() {
        return looks != null;
    }
}
