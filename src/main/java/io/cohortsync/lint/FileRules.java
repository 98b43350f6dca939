package io.cohortsync.lint;

import static io.cohortsync.lint.Rule.when;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a file looks like: its name, its size, its entries, its comments. */
final class FileRules {

    private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final List<String> ORDER = List.of("routeConfiguration", "route", "routeTemplate");
    private static final List<String> ROUTE_KEYS =
            List.of("id", "description", "routeConfigurationId", "precondition", "errorHandler", "autoStartup", "from");
    private static final int MOST_LINES = 120;
    private static final int MOST_ROUTES = 4;

    private FileRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.onFiles(FileRules::name),
                Rule.onFiles(FileRules::size),
                Rule.onFiles(FileRules::comments),
                Rule.onFiles(FileRules::order),
                Rule.onFiles(FileRules::firstId),
                Rule.onFiles(FileRules::hooks),
                Rule.onFiles(FileRules::routes),
                Rule.onFiles(FileRules::finals),
                Rule.onNodes(FileRules::nodeIds),
                FileRules::sameIds);
    }

    private static Stream<LintFinding> name(RouteFile file) {
        boolean good = file.name().endsWith(RouteFile.SUFFIX) && isKebab(file.stem());
        return when(!good, file.says("the name of a file is kebab-case and ends in .camel.yaml"));
    }

    private static Stream<LintFinding> size(RouteFile file) {
        long lines = file.text().lines().count();
        long routes = file.routes().count();
        return Stream.concat(
                when(
                        routes > 0 && lines > MOST_LINES,
                        file.says(lines + " lines, at most " + MOST_LINES + ": one flow per file")),
                when(routes > MOST_ROUTES, file.says(routes + " routes, at most " + MOST_ROUTES)));
    }

    /** Kaoto drops the others when it saves. */
    private static Stream<LintFinding> comments(RouteFile file) {
        List<String> lines = file.text().lines().toList();
        long top = lines.stream().takeWhile(line -> line.startsWith("#")).count();
        return IntStream.range((int) top, lines.size())
                .filter(i -> lines.get(i).matches("\\s*#.*|.*[^\"'&\\s] +#.*"))
                .mapToObj(i -> new LintFinding(
                        file.name(),
                        i + 1,
                        "comment below the top (" + lines.get(i).strip() + "); use a description"));
    }

    private static Stream<LintFinding> order(RouteFile file) {
        Stream<LintFinding> unknown = file.entities().stream()
                .filter(entity -> !ORDER.contains(entity.key()))
                .map(entity -> entity.says("an entry " + entity.key() + "; expected " + String.join(", ", ORDER)));
        List<Integer> places = file.entities().stream()
                .map(entity -> ORDER.indexOf(entity.key()))
                .toList();
        boolean sorted = places.stream().sorted().toList().equals(places);
        return Stream.concat(
                unknown, when(!sorted, file.says("entries are not in the order " + String.join(", ", ORDER))));
    }

    private static Stream<LintFinding> firstId(RouteFile file) {
        boolean free = file.stem().equals("hooks") || file.routes().findAny().isEmpty();
        return file.entities().stream()
                .limit(free ? 0 : 1)
                .filter(first -> !first.text("id").equals(file.stem()))
                .map(first -> first.says("the first id of the file is its name, " + file.stem()));
    }

    private static Stream<LintFinding> hooks(RouteFile file) {
        List<String> ids = file.routes().map(route -> route.text("id")).toList();
        return Stream.of("run-finished", "change-parked", "member-each")
                .filter(hook -> file.stem().equals("hooks") && !ids.contains(hook))
                .map(hook -> file.says("the hook " + hook + " is missing"));
    }

    private static Stream<LintFinding> routes(RouteFile file) {
        return Stream.concat(
                file.entities().stream().flatMap(FileRules::entity),
                file.entities("route").flatMap(FileRules::keys));
    }

    private static Stream<LintFinding> entity(Node entity) {
        String description = entity.text("description");
        return Stream.of(
                        when(!isKebab(entity.text("id")), entity.says("its id is missing or not kebab-case")),
                        when(description.isBlank(), entity.says("no description")),
                        when(
                                description.split("\\band\\b", -1).length > 2,
                                entity.says("a second \"and\" in the description: does it do too much?")))
                .flatMap(findings -> findings);
    }

    private static Stream<LintFinding> keys(Node route) {
        List<String> keys = route.children().stream().map(Node::key).toList();
        List<Integer> places = keys.stream().map(ROUTE_KEYS::indexOf).toList();
        boolean sorted = places.stream().sorted().toList().equals(places) && !places.contains(-1);
        return when(!sorted, route.says("keys " + keys + "; expected some of " + ROUTE_KEYS + " in this order"));
    }

    /** Camel keeps the policy of the failure before for an exception that no onException names. */
    private static Stream<LintFinding> finals(RouteFile file) {
        return file.entities("routeConfiguration")
                .filter(configuration -> configuration
                        .all("exception")
                        .flatMap(exceptions -> exceptions.children().stream())
                        .noneMatch(exception -> exception.text().equals("java.lang.Exception")))
                .map(configuration -> configuration.says("no onException for java.lang.Exception at its end"));
    }

    /** Kaoto gives an onException without an id one by chance. */
    private static Stream<LintFinding> nodeIds(Node node) {
        boolean policy = node.key().equals("onException") && node.isMap() && !node.isEntryOfList();
        Stream<LintFinding> missing =
                when(policy && node.text("id").isEmpty(), node.says("an onException without an id"));
        Stream<LintFinding> bad = node.get("id").stream()
                .filter(id -> node.parent().isPresent() && !isKebab(id.text()))
                .map(id -> node.says("id " + id.text() + " is not kebab-case"));
        return Stream.concat(missing, bad);
    }

    private static Stream<LintFinding> sameIds(List<RouteFile> files) {
        Set<String> seen = new HashSet<>();
        List<Node> again = files.stream()
                .flatMap(RouteFile::nodes)
                .flatMap(node -> node.get("id").stream())
                .filter(id -> !seen.add(id.text()))
                .toList();
        return again.stream().map(id -> id.says("id " + id.text() + " is used twice"));
    }

    private static boolean isKebab(String id) {
        return KEBAB.matcher(id).matches();
    }
}
