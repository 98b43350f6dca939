package io.cohortsync.pushwoosh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cohortsync.fault.AccessRefusedException;
import io.cohortsync.fault.BatchRefusedException;
import io.cohortsync.fault.RemoteText;
import io.cohortsync.fault.RetryLaterException;
import java.util.Locale;

/**
 * Interprets Pushwoosh's answers (facts/pushwoosh §6): the HTTP status alone says little, as a refusal may come with HTTP 200
 * and an outage with a page of HTML.
 */
public final class PushwooshReply {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int OK = 200;

    private PushwooshReply() {}

    /**
     * The JSON of a good answer.
     *
     * @param app the application's name in the configuration, for the messages
     * @throws AccessRefusedException for 401, 403, and an application or token that Pushwoosh does not know
     * @throws BatchRefusedException for 400 and its kin: something in this very body is refused
     * @throws RetryLaterException for 408, 429, 5xx, a {@code status_code} other than 200, and what is no JSON
     */
    public static JsonNode read(String app, int status, String body) {
        JsonNode json = parse(body);
        String words = words(json);
        if (status == 401 || status == 403 || isAccessRefusal(words)) {
            throw new AccessRefusedException("Pushwoosh refused the application or token of app " + app + " (" + status
                    + sentence(words) + "); expected a Server API token that is granted for the application."
                    + " Its changes stay pending and go with the next run");
        }
        if (status >= 200 && status < 300) {
            return requireOk(status, json, words);
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            throw new RetryLaterException("Pushwoosh answered " + status + sentence(words));
        }
        if (status == 404 || status == 405 || status < 400) {
            throw new AccessRefusedException(
                    "Pushwoosh answered " + status + " to app " + app
                            + "; expected its audience API there: check base-url. The changes stay pending and go with the next run");
        }
        throw new BatchRefusedException("Pushwoosh refused the batch with " + status + sentence(words));
    }

    private static JsonNode requireOk(int status, JsonNode json, String words) {
        if (!json.isObject()) {
            throw new RetryLaterException("Pushwoosh answered " + status + " with something that is no JSON object");
        }
        int code = json.path("status_code").asInt(OK);
        if (code != OK) {
            throw new RetryLaterException(
                    "Pushwoosh answered " + status + ", but its body says " + code + sentence(words));
        }
        return json;
    }

    private static boolean isAccessRefusal(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        return lower.contains("access denied")
                || lower.contains("application not found")
                || lower.contains("application code is not valid")
                || lower.contains("unauthorized")
                || lower.contains("token restrictions");
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? JSON.missingNode() : json;
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    private static String words(JsonNode json) {
        String words = json.path("message").asText(json.path("status_message").asText(""));
        return RemoteText.sentence(words);
    }

    private static String sentence(String words) {
        return words.isBlank() ? "" : ": " + words;
    }
}
