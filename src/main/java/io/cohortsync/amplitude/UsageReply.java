package io.cohortsync.amplitude;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /api/3/cohorts/usage} (facts/amplitude §1.9). Its form is not surely known, so it is read
 * leniently, and nothing depends on it: an answer that cannot be read says nothing.
 *
 * @param used exports of the month that Amplitude has counted
 * @param limit exports of the plan; null if it does not say
 */
public record UsageReply(int used, @Nullable Integer limit) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Empty for anything but a good answer in one of the two forms that were seen. */
    public static Optional<UsageReply> read(int status, @Nullable String body) {
        if (status != 200 || body == null) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(body);
            JsonNode nested = json.path("rest_download");
            return nested.isObject() ? of(nested, "usage") : of(json, "count");
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<UsageReply> of(JsonNode json, String key) {
        JsonNode used = json.path(key);
        JsonNode limit = json.path("limit");
        return used.canConvertToInt() && used.asInt() >= 0
                ? Optional.of(new UsageReply(
                        used.asInt(), limit.canConvertToInt() && limit.asInt() > 0 ? limit.asInt() : null))
                : Optional.empty();
    }
}
