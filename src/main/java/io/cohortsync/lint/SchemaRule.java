package io.cohortsync.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The schema in the jar of camel-yaml-dsl; a placeholder may stand where it wants a number or a boolean. */
final class SchemaRule implements Rule {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> LOOSE = Set.of("number", "integer", "boolean");

    private static final String DEPRECATED = "deprecated";

    private final JsonSchema schema;

    SchemaRule() {
        try (InputStream file = SchemaRule.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            JsonNode json = JSON.readTree(Objects.requireNonNull(file));
            loosen(json);
            json.findParents(DEPRECATED).forEach(SchemaRule::withoutNote);
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(json, small());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema refers to itself everywhere: unfolded ahead, or kept for each place, it takes hundreds of megabytes. */
    private static SchemaValidatorsConfig small() {
        return SchemaValidatorsConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .preloadJsonSchema(false)
                .cacheRefs(false)
                .build();
    }

    private static void loosen(JsonNode node) {
        if (node instanceof ObjectNode object
                && LOOSE.contains(object.path("type").asText())) {
            String type = object.remove("type").asText();
            object.putArray("anyOf")
                    .add(JSON.createObjectNode().put("type", type))
                    .add(JSON.createObjectNode().put("type", "string").put("pattern", "^\\{\\{.*}}$"));
        } else {
            node.forEach(SchemaRule::loosen);
        }
    }

    /** A note of later drafts; the validator would print a line about it. */
    private static void withoutNote(JsonNode node) {
        if (node.path(DEPRECATED).isBoolean()) {
            ((ObjectNode) node).remove(DEPRECATED);
        }
    }

    @Override
    public Stream<LintFinding> check(List<RouteFile> files) {
        return files.stream().flatMap(this::check);
    }

    private Stream<LintFinding> check(RouteFile file) {
        JsonNode content = JSON.valueToTree(file.content());
        return schema.validate(content).stream().map(found -> finding(file, found));
    }

    private static LintFinding finding(RouteFile file, ValidationMessage found) {
        String place = found.getInstanceLocation().toString();
        String words = found.getMessage().replace(place + ": ", "");
        String key = place.substring(place.lastIndexOf('/') + 1);
        return new LintFinding(
                file.name(), file.lines().at(place + "/" + found.getProperty()), "schema: " + key + ": " + words);
    }
}
