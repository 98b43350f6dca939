package io.cohortsync.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer and the way in which it reaches the client, if it does. */
record Reply(int status, Map<String, String> headers, byte[] body, Ending ending, int pauseMillis) {
    private static final ObjectMapper JSON = new ObjectMapper();

    enum Ending {
        WHOLE,
        /** Half of the body, then the connection closes. */
        HALF,
        /** The whole body, with a Content-Length that promises more. */
        PROMISES_MORE,
        SLOWLY,
        /** Nothing, for as long as the client is likely to wait. */
        HELD,
        /** The connection closes without a byte. */
        DROPPED
    }

    static Reply of(int status, String contentType, byte[] body) {
        return new Reply(status, Map.of("Content-Type", contentType), body, Ending.WHOLE, 0);
    }

    static Reply json(int status, Object value) {
        try {
            return of(status, "application/json; charset=UTF-8", JSON.writeValueAsBytes(value));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A twin's answer could not be written as JSON: " + value, impossible);
        }
    }

    static Reply text(int status, String contentType, String body) {
        return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    static Reply html(int status, String title) {
        return text(
                status,
                "text/html",
                "<html><head><title>" + title + "</title></head><body><center><h1>" + title
                        + "</h1></center></body></html>\n");
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(), new byte[0], Ending.WHOLE, 0);
    }

    static Reply never(Ending ending) {
        return empty(200).ending(ending);
    }

    Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, body, ending, pauseMillis);
    }

    Reply ending(Ending other) {
        return new Reply(status, headers, body, other, pauseMillis);
    }

    Reply body(byte[] other) {
        return new Reply(status, headers, other, ending, pauseMillis);
    }

    Reply slowly(int millis) {
        return new Reply(status, headers, body, Ending.SLOWLY, millis);
    }
}
