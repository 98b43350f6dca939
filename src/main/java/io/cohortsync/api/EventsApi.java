package io.cohortsync.api;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * {@code GET /api/events}: server-sent events for the page. Event {@code overview} has what {@code GET /api/overview} answers, once at
 * the beginning and again whenever it has changed: states, counts, and how far a run has come. It never holds an address.
 */
@RestController
class EventsApi {

    private final SyncWatch watch;

    EventsApi(SyncWatch watch) {
        this.watch = watch;
    }

    @GetMapping(path = "/api/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter events() {
        return watch.open().orElseThrow(Refusals::tooManyListeners);
    }
}
