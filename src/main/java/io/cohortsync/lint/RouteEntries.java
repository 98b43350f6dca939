package io.cohortsync.lint;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a file gives to Camel, and what it needs of other files.
 *
 * @param routes their ids, with the line of each, in the order of the file
 * @param configurations ids of its routeConfigurations
 * @param templates ids of its routeTemplates
 * @param uses ids of the routeConfigurations that its routes are under
 */
public record RouteEntries(
        Map<String, Integer> routes, Set<String> configurations, Set<String> templates, Set<String> uses) {

    /** A text that is no YAML gives nothing. */
    public static RouteEntries of(String name, String text) {
        RouteFile file = RouteFile.of(name, text);
        Map<String, Integer> routes = new TreeMap<>();
        file.entities("route")
                .forEach(route -> routes.put(route.text("id"), route.says("").line()));
        return new RouteEntries(
                routes,
                ids(file, "routeConfiguration"),
                ids(file, "routeTemplate"),
                file.nodes()
                        .filter(node -> node.key().equals("routeConfigurationId"))
                        .map(Node::text)
                        .collect(Collectors.toSet()));
    }

    private static Set<String> ids(RouteFile file, String kind) {
        return file.entities(kind).map(entity -> entity.text("id")).collect(Collectors.toSet());
    }
}
