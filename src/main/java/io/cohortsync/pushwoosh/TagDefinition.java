package io.cohortsync.pushwoosh;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One tag of Pushwoosh's {@code listTags} (facts/pushwoosh §1.5).
 *
 * @param type 3 is List
 */
public record TagDefinition(String name, int type) {

    private static final int LIST = 3;

    /** Finds a tag by its exact name. */
    public static Optional<TagDefinition> find(JsonNode listTags, String name) {
        for (JsonNode tag : listTags.path("response").path("tags")) {
            if (name.equals(tag.path("name").asText())) {
                return Optional.of(new TagDefinition(name, type(tag.path("type"))));
            }
        }
        return Optional.empty();
    }

    private static int type(JsonNode type) {
        return type.isTextual() && type.asText().equalsIgnoreCase("list") ? LIST : type.asInt();
    }

    public boolean isList() {
        return type == LIST;
    }
}
