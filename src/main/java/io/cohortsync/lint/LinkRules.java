package io.cohortsync.lint;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.util.ClassUtils;

/** What a route names must be there: other routes, configurations, values, variables. */
final class LinkRules {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([^}:?]+)(:[^}]*)?}}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{variable\\.(\\w+)");

    private final Surroundings around;

    LinkRules(Surroundings around) {
        this.around = around;
    }

    List<Rule> house() {
        return List.of(this::callers, LinkRules::configurationsUsed, this::variablesDocumented);
    }

    List<Rule> needed() {
        return List.of(
                Rule.onFiles(LinkRules::ownEndpoint),
                this::called,
                LinkRules::configurations,
                Rule.onFiles(this::placeholders),
                LinkRules::variablesSet,
                Rule.onNodes(this::threads),
                Rule.onNodes(this::policies),
                Rule.onNodes(LinkRules::exceptions));
    }

    private static Stream<LintFinding> ownEndpoint(RouteFile file) {
        return file.routes()
                .filter(route ->
                        from(route).startsWith("direct") && !from(route).equals("direct:" + route.text("id")))
                .map(route -> route.says("from " + from(route) + "; expected direct:" + route.text("id")));
    }

    private static String from(Node route) {
        return route.get("from").map(from -> from.text("uri")).orElse("");
    }

    private static Stream<Node> consumers(List<RouteFile> files) {
        return files.stream()
                .flatMap(RouteFile::routes)
                .filter(route -> from(route).startsWith("direct:"));
    }

    private static Set<String> consumed(List<RouteFile> files) {
        return consumers(files).map(LinkRules::from).collect(Collectors.toSet());
    }

    private static Stream<Node> produced(List<RouteFile> files) {
        return files.stream()
                .flatMap(RouteFile::nodes)
                .filter(node -> node.key().equals("uri") && node.text().startsWith("direct:"))
                .filter(node -> !node.parent().map(Node::key).orElse("").equals("from"));
    }

    private Stream<LintFinding> called(List<RouteFile> files) {
        Set<String> consumed = consumed(files);
        Stream<LintFinding> unknown = produced(files)
                .filter(node -> !consumed.contains(node.text()))
                .map(node -> node.says(node.text() + " is a route that nobody has"));
        Stream<LintFinding> entered = around.entryPoints().stream()
                .filter(entry -> !consumed.contains("direct:" + entry))
                .map(entry ->
                        new LintFinding(entry + RouteFile.SUFFIX, 1, "route " + entry + " is missing: Java calls it"));
        return Stream.concat(unknown, entered);
    }

    private Stream<LintFinding> callers(List<RouteFile> files) {
        Set<String> produced = produced(files).map(Node::text).collect(Collectors.toSet());
        around.entryPoints().forEach(entry -> produced.add("direct:" + entry));
        return consumers(files)
                .filter(route -> !produced.contains(from(route)))
                .map(route -> route.says("route " + route.text("id") + " is called by nobody"));
    }

    private static Stream<LintFinding> configurations(List<RouteFile> files) {
        Set<String> known = there(files).map(node -> node.text("id")).collect(Collectors.toSet());
        return named(files)
                .filter(node -> !known.contains(node.text()))
                .map(node -> node.says("routeConfiguration " + node.text() + " is nowhere"));
    }

    private static Stream<LintFinding> configurationsUsed(List<RouteFile> files) {
        Set<String> used = named(files).map(Node::text).collect(Collectors.toSet());
        return there(files)
                .filter(node -> !used.contains(node.text("id")))
                .map(node -> node.says("routeConfiguration " + node.text("id") + " is used by nobody"));
    }

    private static Stream<Node> there(List<RouteFile> files) {
        return files.stream().flatMap(file -> file.entities("routeConfiguration"));
    }

    private static Stream<Node> named(List<RouteFile> files) {
        return files.stream()
                .flatMap(RouteFile::nodes)
                .filter(node -> node.key().equals("routeConfigurationId"));
    }

    private Stream<LintFinding> placeholders(RouteFile file) {
        return file.entities().stream().flatMap(entity -> {
            Set<String> own = entity.all("parameters")
                    .flatMap(parameters -> parameters.children().stream())
                    .map(parameter -> parameter.text("name"))
                    .collect(Collectors.toSet());
            return matches(PLACEHOLDER, entity)
                    .filter(key -> !own.contains(key) && !around.placeholders().test(key))
                    .map(key -> entity.says("{{" + key + "}} has no value in application.yaml or defaults.yaml"));
        });
    }

    private static Stream<LintFinding> variablesSet(List<RouteFile> files) {
        Set<String> set = setting(files).map(LinkRules::variable).collect(Collectors.toSet());
        return files.stream()
                .flatMap(file -> file.entities().stream())
                .flatMap(entity -> matches(VARIABLE, entity)
                        .filter(name -> !set.contains(name))
                        .map(name -> entity.says("variable " + name + " is set by nobody")));
    }

    private Stream<LintFinding> variablesDocumented(List<RouteFile> files) {
        return setting(files)
                .filter(named -> !around.documented().contains(variable(named)))
                .map(named -> named.says("variable " + variable(named) + " is not in routes/README.md"));
    }

    /** The nodes that give a variable its value. */
    private static Stream<Node> setting(List<RouteFile> files) {
        return files.stream()
                .flatMap(RouteFile::nodes)
                .filter(node ->
                        node.key().equals("variableReceive") || node.key().equals("setVariable") && node.isMap());
    }

    private static String variable(Node setting) {
        return setting.isMap() ? setting.text("name") : setting.text();
    }

    private Stream<LintFinding> threads(Node node) {
        boolean found = node.key().equals("executorService")
                && !around.beans().contains(node.text().replace("#", ""));
        return Rule.when(found, node.says("thread pool " + node.text() + " is nowhere"));
    }

    private Stream<LintFinding> policies(Node node) {
        boolean found =
                node.key().equals("policy") && node.isMap() && !around.beans().contains(node.text("ref"));
        return Rule.when(found, node.says("policy " + node.text("ref") + " is nowhere"));
    }

    private static Stream<LintFinding> exceptions(Node node) {
        boolean found = node.isEntryOfList() && node.key().equals("exception") && !isException(node.text());
        return Rule.when(found, node.says("exception " + node.text() + " is no class"));
    }

    private static boolean isException(String name) {
        try {
            return Throwable.class.isAssignableFrom(ClassUtils.forName(name, null));
        } catch (ClassNotFoundException | LinkageError e) {
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
