package io.cohortsync.route.lint;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a route names must be there: other routes, configurations, values, variables. */
final class LinkRules {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([^}:?]+)(:[^}]*)?}}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{variable\\.(\\w+)");

    private final Surroundings around;

    LinkRules(Surroundings around) {
        this.around = around;
    }

    List<Rule> all() {
        return List.of(
                Rule.onFiles(LinkRules::ownEndpoint),
                this::consumers,
                this::producers,
                LinkRules::configurations,
                Rule.onFiles(this::placeholders),
                LinkRules::variablesSet,
                this::variablesDocumented,
                Rule.onNodes(this::threads),
                Rule.onNodes(LinkRules::exceptions));
    }

    private static Stream<String> ownEndpoint(RouteFile file) {
        return file.routes()
                .filter(route ->
                        from(route).startsWith("direct") && !from(route).equals("direct:" + route.text("id")))
                .map(route -> route.says("from " + from(route) + "; expected direct:" + route.text("id")));
    }

    private static String from(Node route) {
        return route.get("from").map(from -> from.text("uri")).orElse("");
    }

    private static Set<String> consumed(List<RouteFile> files) {
        return files.stream()
                .flatMap(RouteFile::routes)
                .map(LinkRules::from)
                .filter(uri -> uri.startsWith("direct:"))
                .collect(Collectors.toSet());
    }

    private static Stream<Node> produced(List<RouteFile> files) {
        return files.stream()
                .flatMap(RouteFile::nodes)
                .filter(node -> node.key().equals("uri") && node.text().startsWith("direct:"))
                .filter(node -> !node.parent().map(Node::key).orElse("").equals("from"));
    }

    private Stream<String> consumers(List<RouteFile> files) {
        Set<String> consumed = consumed(files);
        Stream<String> called = produced(files)
                .filter(node -> !consumed.contains(node.text()))
                .map(node -> node.says(node.text() + " is a route that nobody has"));
        Stream<String> entered = around.entryPoints().stream()
                .filter(entry -> !consumed.contains("direct:" + entry))
                .map(entry -> "route " + entry + " is missing: Java calls it");
        return Stream.concat(called, entered);
    }

    private Stream<String> producers(List<RouteFile> files) {
        Set<String> produced = produced(files).map(Node::text).collect(Collectors.toSet());
        around.entryPoints().forEach(entry -> produced.add("direct:" + entry));
        return consumed(files).stream()
                .filter(uri -> !produced.contains(uri))
                .map(uri -> "route " + uri.substring("direct:".length()) + " is called by nobody");
    }

    private static Stream<String> configurations(List<RouteFile> files) {
        Set<String> known = files.stream()
                .flatMap(file -> file.entities("routeConfiguration"))
                .map(configuration -> configuration.text("id"))
                .collect(Collectors.toSet());
        Set<String> used = new TreeSet<>();
        List<Node> named = files.stream()
                .flatMap(RouteFile::nodes)
                .filter(node -> node.key().equals("routeConfigurationId"))
                .toList();
        named.forEach(node -> used.add(node.text()));
        return Stream.concat(
                named.stream()
                        .filter(node -> !known.contains(node.text()))
                        .map(node -> node.says("routeConfiguration " + node.text() + " is nowhere")),
                known.stream()
                        .filter(id -> !used.contains(id))
                        .map(id -> "routeConfiguration " + id + " is used by nobody"));
    }

    private Stream<String> placeholders(RouteFile file) {
        return file.entities().stream().flatMap(entity -> {
            Set<String> own = entity.all("parameters")
                    .flatMap(parameters -> parameters.children().stream())
                    .map(parameter -> parameter.text("name"))
                    .collect(Collectors.toSet());
            return matches(PLACEHOLDER, entity)
                    .filter(key -> !own.contains(key) && !around.placeholders().contains(key))
                    .map(key -> entity.says("{{" + key + "}} has no value in application.yaml or defaults.yaml"));
        });
    }

    private static Stream<String> variablesSet(List<RouteFile> files) {
        Set<String> set = variablesOf(files, "setVariable");
        return files.stream()
                .flatMap(file -> file.entities().stream())
                .flatMap(entity -> matches(VARIABLE, entity)
                        .filter(name -> !set.contains(name))
                        .map(name -> entity.says("variable " + name + " is set by nobody")));
    }

    private Stream<String> variablesDocumented(List<RouteFile> files) {
        return variablesOf(files, "setVariable").stream()
                .filter(name -> !around.documented().contains(name))
                .map(name -> "variable " + name + " is not in routes/README.md");
    }

    private static Set<String> variablesOf(List<RouteFile> files, String step) {
        Stream<String> set = files.stream()
                .flatMap(RouteFile::nodes)
                .filter(node -> node.key().equals(step) && node.isMap())
                .map(node -> node.text("name"));
        Stream<String> received = files.stream()
                .flatMap(RouteFile::nodes)
                .filter(node -> node.key().equals("variableReceive"))
                .map(Node::text);
        return Stream.concat(set, received).collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<String> threads(Node node) {
        boolean found = node.key().equals("executorService")
                && !around.threads().contains(node.text().replace("#", ""));
        return Rule.when(found, node.says("thread pool " + node.text() + " is nowhere"));
    }

    private static Stream<String> exceptions(Node node) {
        boolean found = node.isEntryOfList() && node.key().equals("exception") && !isException(node.text());
        return Rule.when(found, node.says("exception " + node.text() + " is no class"));
    }

    private static boolean isException(String name) {
        try {
            return Throwable.class.isAssignableFrom(
                    Class.forName(name, false, Thread.currentThread().getContextClassLoader()));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Stream<String> matches(Pattern pattern, Node entity) {
        return entity.all()
                .map(Node::text)
                .flatMap(text -> pattern.matcher(text).results())
                .map(found -> found.group(1))
                .distinct();
    }
}
