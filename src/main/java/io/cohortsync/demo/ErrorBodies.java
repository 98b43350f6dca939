package io.cohortsync.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** How each service words a refusal. */
enum ErrorBodies {
    /** Amplitude's error object (facts/amplitude §1.13; for 429 a guess, §6). */
    AMPLITUDE("Invalid API Key") {
        @Override
        Reply sent(int status, int code, String message) {
            return Reply.json(
                    status,
                    Map.of(
                            "error",
                            Map.of("http_code", code, "type", "unspecified", "metadata", Map.of("details", message))));
        }
    },
    /** The XML of the object store behind Amplitude's links (facts/amplitude §1.7). */
    STORE("Request has expired") {
        @Override
        Reply sent(int status, int code, String message) {
            String word = code == 403 ? "AccessDenied" : code == 400 ? "InvalidArgument" : "InternalError";
            return Reply.text(
                    status,
                    "application/xml",
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + word + "</Code><Message>" + message
                            + "</Message><RequestId>7K2Q</RequestId></Error>");
        }
    },
    /** The flat error of Pushwoosh's v2 family (facts/pushwoosh §0.8). */
    FLAT("Token restrictions forbid this operation") {
        @Override
        Reply sent(int status, int code, String message) {
            return Reply.json(status, Map.of("message", message));
        }
    },
    /** The envelope of Pushwoosh's JSON 1.3 family (facts/pushwoosh §1.0). */
    ENVELOPE("Token restrictions forbid this operation") {
        @Override
        Reply sent(int status, int code, String message) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("status_code", code);
            body.put("status_message", message);
            body.put("response", null);
            return Reply.json(status, body);
        }
    };

    private final String forbidden;

    ErrorBodies(String forbidden) {
        this.forbidden = forbidden;
    }

    abstract Reply sent(int status, int code, String message);

    Reply of(int status, String message) {
        return sent(status, status, message);
    }

    /** What this service says with a 403. */
    String forbidden() {
        return forbidden;
    }

    /** The form that carries a code of its own beside HTTP's. */
    ErrorBodies enveloped() {
        return this == FLAT ? ENVELOPE : this;
    }

    static ErrorBodies at(String endpoint) {
        return switch (endpoint) {
            case Endpoints.AMPLITUDE_STORE -> STORE;
            case Endpoints.PUSHWOOSH_LIST_TAGS, Endpoints.PUSHWOOSH_ADD_TAG -> ENVELOPE;
            default -> endpoint.startsWith("amplitude.") ? AMPLITUDE : FLAT;
        };
    }
}
