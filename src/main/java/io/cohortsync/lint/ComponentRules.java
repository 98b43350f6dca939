package io.cohortsync.lint;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.ComponentModel;
import org.jspecify.annotations.Nullable;

/** A component is in this application, and Camel's catalogue knows the options it is given. */
final class ComponentRules implements Rule {

    private static final String SERVICES = "/META-INF/services/org/apache/camel/component/";

    private final CamelCatalog catalog = new DefaultCamelCatalog(true);

    @Override
    public Stream<LintFinding> check(List<RouteFile> files) {
        return files.stream()
                .flatMap(RouteFile::nodes)
                .filter(node -> node.get("uri").isPresent())
                .flatMap(this::check);
    }

    private Stream<LintFinding> check(Node endpoint) {
        String scheme = endpoint.text("uri").split("[:?]", 2)[0];
        if (!scheme.matches("[a-z][a-z0-9-]*")) {
            return Stream.empty();
        }
        return ComponentRules.class.getResource(SERVICES + scheme) == null
                ? Stream.of(endpoint.says("component " + scheme + " is not in this application"))
                : options(endpoint, scheme);
    }

    private Stream<LintFinding> options(Node endpoint, String scheme) {
        ComponentModel model = catalog.componentModel(scheme);
        EndpointValidationResult found = catalog.validateEndpointProperties(uri(endpoint, paths(model)));
        Stream<String> unknown = all(found.getUnknown()).map(option -> "has no option " + option);
        return Stream.of(unknown, missing(endpoint, model), invalid(found))
                .flatMap(words -> words)
                .map(words -> endpoint.says("component " + scheme + " " + words));
    }

    /** What stands behind the colon of a uri gives the options of its path; without a colon all are below parameters. */
    private static Stream<String> missing(Node endpoint, ComponentModel model) {
        if (endpoint.text("uri").contains(":")) {
            return Stream.empty();
        }
        Optional<Node> given = endpoint.get("parameters");
        return model.getEndpointOptions().stream()
                .filter(ComponentModel.EndpointOptionModel::isRequired)
                .map(ComponentModel.EndpointOptionModel::getName)
                .filter(option ->
                        given.flatMap(parameters -> parameters.get(option)).isEmpty())
                .map(option -> "needs the option " + option);
    }

    private static Stream<String> invalid(EndpointValidationResult found) {
        Map<String, String> invalid = new LinkedHashMap<>();
        Stream.of(
                        found.getInvalidEnum(),
                        found.getInvalidBoolean(),
                        found.getInvalidInteger(),
                        found.getInvalidNumber(),
                        found.getInvalidDuration())
                .filter(Objects::nonNull)
                .forEach(invalid::putAll);
        return invalid.entrySet().stream().map(option -> "takes no " + option.getKey() + " like " + option.getValue());
    }

    private static Stream<String> all(@Nullable Set<String> options) {
        return options == null ? Stream.empty() : options.stream();
    }

    private static Set<String> paths(ComponentModel model) {
        return model.getEndpointPathOptions().stream()
                .map(ComponentModel.EndpointOptionModel::getName)
                .collect(Collectors.toSet());
    }

    /** As one text, which is what the catalogue can check; it does not look at options of the path. */
    private static String uri(Node endpoint, Set<String> paths) {
        String uri = endpoint.text("uri");
        String base = uri.contains(":") ? uri : uri + ":x";
        String options = endpoint.get("parameters").stream()
                .flatMap(parameters -> parameters.children().stream())
                .filter(option -> !paths.contains(option.key()))
                .map(option -> option.key() + "=" + URLEncoder.encode(option.text(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return options.isEmpty() ? base : base + (base.contains("?") ? "&" : "?") + options;
    }
}
