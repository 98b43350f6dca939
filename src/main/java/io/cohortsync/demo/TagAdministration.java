package io.cohortsync.demo;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** listTags and addTag of the JSON 1.3 family: the server token stands in the body (facts/pushwoosh §1.5). */
final class TagAdministration {
    private static final ErrorBodies ERRORS = ErrorBodies.ENVELOPE;
    private static final ObjectMapper JSON = new ObjectMapper(new JsonFactoryBuilder()
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build());

    private final String token;
    private final PushwooshSettings settings;
    private final TagCatalog catalog;

    TagAdministration(String token, PushwooshSettings settings, TagCatalog catalog) {
        this.token = token;
        this.settings = settings;
        this.catalog = catalog;
    }

    void addTo(TwinRoutes routes) {
        routes.add(Endpoints.PUSHWOOSH_LIST_TAGS, "POST", "/json/1.3/listTags", (call, id, fault) -> list(call))
                .add(Endpoints.PUSHWOOSH_ADD_TAG, "POST", "/json/1.3/addTag", (call, id, fault) -> add(call));
    }

    private Reply list(Call call) throws IOException {
        JsonNode request = request(call);
        Reply refusal = refusal(request);
        return refusal != null ? refusal : success(Map.of("tags", catalog.asJson()));
    }

    /** An existing tag keeps its type; what Pushwoosh says to that is not documented. */
    private Reply add(Call call) throws IOException {
        JsonNode request = request(call);
        Reply refusal = refusal(request);
        if (refusal != null) {
            return refusal;
        }
        String name = request.path("tag").path("name").asText();
        TagType type = TagType.numbered(request.path("tag").path("type").asInt());
        if (name.isEmpty() || type == null) {
            return ERRORS.sent(settings.legacyRefusalStatus, 210, "tag name or type is not valid");
        }
        catalog.defineIfMissing(name, type);
        return success(Map.of("result", true));
    }

    private @Nullable Reply refusal(JsonNode request) {
        if (!request.isObject()) {
            return ERRORS.of(400, "Malformed request string");
        }
        if (!request.path("auth").asText().equals(token)) {
            return settings.legacyRefusals
                    ? ERRORS.sent(settings.legacyRefusalStatus, 210, "Access denied or application not found")
                    : ERRORS.of(403, "Token restrictions forbid this operation");
        }
        return settings.planDenied ? ERRORS.of(403, "Your plan does not include this operation") : null;
    }

    private static JsonNode request(Call call) throws IOException {
        try {
            return JSON.readTree(call.body()).path("request");
        } catch (JsonProcessingException notJson) {
            return JSON.missingNode();
        }
    }

    private static Reply success(Object response) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status_code", 200);
        body.put("status_message", "OK");
        body.put("response", response);
        return Reply.json(200, body);
    }
}
