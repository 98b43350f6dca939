package io.cohortsync.lint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The house rules of the routes: see routes/README.md. */
final class RouteRules {

    private static final int REVIEW_FROM = 8;
    private static final int MOST_STEPS = 10;

    private final List<Rule> rules;

    RouteRules(Surroundings around) {
        this(mustHold(around));
        rules.addAll(FileRules.all());
        rules.addAll(FormRules.house());
        rules.addAll(new LinkRules(around).house());
        rules.add(Rule.onFiles(RouteRules::tooLong));
    }

    private RouteRules(List<Rule> rules) {
        this.rules = rules;
    }

    /** Without the rules about how a route is written. */
    static RouteRules needed(Surroundings around) {
        return new RouteRules(mustHold(around));
    }

    private static List<Rule> mustHold(Surroundings around) {
        List<Rule> rules = new ArrayList<>();
        rules.add(new SchemaRule());
        rules.add(new ComponentRules());
        rules.add(FormRules.FORBIDDEN_STEPS);
        rules.addAll(new LinkRules(around).needed());
        rules.addAll(new BeanRules().all());
        return rules;
    }

    /** One per finding, file by file; none if all is well. */
    List<LintFinding> check(Path folder) {
        List<RouteFile> files = RouteFile.in(folder);
        return files.isEmpty()
                ? List.of(new LintFinding("*" + RouteFile.SUFFIX, 1, folder + " holds no route"))
                : check(files);
    }

    /** What is no YAML says nothing else: it would look as if its routes were missing. */
    List<LintFinding> check(List<RouteFile> files) {
        List<LintFinding> broken =
                files.stream().map(RouteFile::broken).flatMap(Optional::stream).toList();
        return broken.isEmpty()
                ? rules.stream()
                        .flatMap(rule -> rule.check(files))
                        .sorted(LintFinding.BY_PLACE)
                        .toList()
                : broken;
    }

    /** Routes that somebody should look at. */
    List<String> warnings(Path folder) {
        return steps(folder).entrySet().stream()
                .filter(route -> route.getValue() >= REVIEW_FROM)
                .map(route -> route.getKey() + " has " + route.getValue() + " steps: can it be said in one sentence?")
                .toList();
    }

    /** Steps of each route: the nodes directly in its list. */
    Map<String, Integer> steps(Path folder) {
        Map<String, Integer> steps = new TreeMap<>();
        for (RouteFile file : RouteFile.in(folder)) {
            file.routes().forEach(route -> steps.put(file.name() + " " + route.entity(), steps(route)));
        }
        return steps;
    }

    private static int steps(Node route) {
        return route.get("from")
                .flatMap(from -> from.get("steps"))
                .map(steps -> steps.children().size())
                .orElse(0);
    }

    private static Stream<LintFinding> tooLong(RouteFile file) {
        return file.routes()
                .filter(route -> steps(route) > MOST_STEPS)
                .map(route -> route.says(steps(route) + " steps, at most " + MOST_STEPS));
    }
}
