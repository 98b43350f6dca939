package io.cohortsync.amplitude;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cohortsync.fault.AccessRefusedException;
import io.cohortsync.fault.RetryLaterException;
import io.cohortsync.fault.RunFailedException;
import java.util.regex.Pattern;

/**
 * Interprets Amplitude's answers (facts/amplitude §1.13, §6, §8.4).
 *
 * <p>403 is how Amplitude says "wrong keys", and a key of the other region looks the same; it gives no 401.
 */
public final class AmplitudeReply {

    private static final JsonMapper JSON = new JsonMapper();

    /** Only words that Amplitude is known to use are repeated: an answer may echo the keys. */
    private static final Pattern KNOWN_WORDS = Pattern.compile(
            "Invalid API Key|Invalid API/Secret Key combination|[A-Za-z ]{0,80} is not available on your plan\\.?");

    private AmplitudeReply() {}

    /**
     * The JSON of a good answer.
     *
     * @param what what was asked, for the message: "the export request of cohort 9apg8e8f"
     * @throws AccessRefusedException for 401 and 403
     * @throws RetryLaterException for 408, 429, 5xx, and for anything that is no JSON where JSON should be
     * @throws RunFailedException for every other refusal: asking again would not help
     */
    public static JsonNode read(String project, String what, int status, String body) {
        if (status >= 200 && status < 300) {
            return json(what, status, body);
        }
        if (status == 401 || status == 403) {
            throw new AccessRefusedException("Amplitude refused the keys of project " + project + ": " + details(body)
                    + "; wrong region looks the same. Check api-key, secret-key and region; the next run tries again");
        }
        if (isTransient(status)) {
            throw new RetryLaterException("Amplitude answered " + status + " to " + what);
        }
        throw new RunFailedException(
                "Amplitude answered " + status + " to " + what + " (" + details(body)
                        + "); expected 2xx. Check the cohort's id in Amplitude; nothing was changed, and the next run asks again");
    }

    /** Whether the same question may be answered later. */
    public static boolean isTransient(int status) {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }

    private static JsonNode json(String what, int status, String body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            // said below: the body itself is never repeated
        }
        throw new RetryLaterException(
                "Amplitude answered " + status + " to " + what + " with something that is no JSON object");
    }

    /** Amplitude's own words, if it had any: {@code error.metadata.details}. */
    private static String details(String body) {
        try {
            JsonNode error = JSON.readTree(body).path("error");
            String words = error.path("metadata")
                    .path("details")
                    .asText(error.path("message").asText(""));
            return KNOWN_WORDS.matcher(words).matches() ? words : "no details that are known";
        } catch (JsonProcessingException | RuntimeException e) {
            return "no details given";
        }
    }
}
