package io.cohortsync.lint;

import static io.cohortsync.lint.Rule.when;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** How a step is written: the long form, and nothing that would be a program. */
final class FormRules {

    private static final Set<String> LANGUAGES = Set.of("simple", "constant", "method", "jq");
    private static final Set<String> FORBIDDEN_LANGUAGES = Set.of(
            "groovy",
            "js",
            "javascript",
            "java",
            "joor",
            "python",
            "mvel",
            "ognl",
            "spel",
            "language",
            "csimple",
            "datasonnet",
            "xpath",
            "xquery",
            "jsonpath",
            "exchangeProperty",
            "header",
            "variable",
            "tokenize",
            "ref",
            "wasm");
    private static final Set<String> PREDICATES =
            Set.of("expression", "retryWhile", "onWhen", "correlationExpression", "completionPredicate");
    private static final Set<String> WITH_EXPRESSION =
            Set.of("setBody", "setHeader", "setVariable", "setProperty", "filter", "split", "transform", "validate");
    private static final Set<String> FORBIDDEN = Set.of(
            "script",
            "process",
            "beans",
            "loop",
            "loopDoWhile",
            "toD",
            "handled",
            "continued",
            "dynamicRouter",
            "routingSlip",
            "recipientList");

    static final Rule FORBIDDEN_STEPS = Rule.onNodes(FormRules::forbidden);

    private FormRules() {}

    static List<Rule> house() {
        return List.of(
                Rule.onNodes(FormRules::steps),
                Rule.onNodes(FormRules::expressions),
                Rule.onNodes(FormRules::bodies),
                Rule.onNodes(FormRules::languages),
                Rule.onNodes(FormRules::choices),
                Rule.onNodes(FormRules::durations),
                Rule.onNodes(FormRules::uris));
    }

    private static Stream<LintFinding> steps(Node node) {
        if (!node.isEntryOfList() || !node.key().equals("steps")) {
            return Stream.empty();
        }
        boolean oneStep = node.value() instanceof Map<?, ?> map && map.size() == 1;
        Stream<LintFinding> shortForm = node.children().stream()
                .filter(step -> !step.isMap())
                .map(step -> node.says("short form of " + step.key() + "; expected its options below it"));
        return Stream.concat(when(!oneStep, node.says("a step is one name with its options")), shortForm);
    }

    private static Stream<LintFinding> expressions(Node node) {
        if (!isStep(node)) {
            return Stream.empty();
        }
        boolean missing =
                WITH_EXPRESSION.contains(node.key()) && node.get("expression").isEmpty();
        return when(missing, node.says(node.key() + " without expression: (the long form)"));
    }

    /** As an expression it would wrap what the method throws: then no error handler and no doCatch knows it. */
    private static Stream<LintFinding> bodies(Node node) {
        boolean byMethod = node.get("expression").flatMap(e -> e.get("method")).isPresent();
        return when(node.key().equals("setBody") && byMethod, node.says("setBody by a method; expected a bean step"));
    }

    private static Stream<LintFinding> languages(Node node) {
        if (!PREDICATES.contains(node.key())
                || node.isIn("parameters")
                || node.parent().isEmpty()) {
            return Stream.empty();
        }
        boolean text =
                node.parent().filter(above -> LANGUAGES.contains(above.key())).isPresent();
        if (text) {
            return Stream.empty();
        }
        return node.children().stream()
                .filter(language -> !LANGUAGES.contains(language.key()) || !language.isMap())
                .map(language -> node.says(
                        language.isMap() || FORBIDDEN_LANGUAGES.contains(language.key())
                                ? "language " + language.key() + "; expected simple, constant, method or jq"
                                : "short form of " + language.key() + "; expected its text below expression:"));
    }

    private static Stream<LintFinding> forbidden(Node node) {
        boolean found = FORBIDDEN.contains(node.key()) && !node.isEntryOfList();
        return when(found, node.says(node.key() + " is forbidden in routes: ask a bean of package route"));
    }

    private static Stream<LintFinding> choices(Node node) {
        return when(
                node.key().equals("choice") && !node.isEntryOfList() && node.isIn("choice"),
                node.says("a choice within a choice: ask a bean"));
    }

    private static Stream<LintFinding> durations(Node node) {
        boolean duration = node.key().endsWith("Delay")
                || node.key().endsWith("Timeout")
                || node.key().endsWith("Interval");
        return when(
                duration && !(node.value() instanceof String),
                node.says(node.key() + " is a duration: write it as text, \"" + node.value() + "\""));
    }

    private static Stream<LintFinding> uris(Node node) {
        if (!node.key().equals("uri")) {
            return Stream.empty();
        }
        String uri = node.text();
        boolean ofTemplate = node.isIn("routeTemplate") || node.isIn("route") && uri.startsWith("quartz:");
        return Stream.of(
                        when(uri.startsWith("seda:"), node.says("seda forgets on a crash; expected direct")),
                        when(uri.contains("*"), node.says("wildcard in " + uri)),
                        when(
                                uri.contains("?") && !ofTemplate,
                                node.says("options in " + uri + "; expected them below parameters")),
                        when(
                                !uri.matches("[a-z][a-z0-9-]*(:.*)?"),
                                node.says("uri " + uri + "; expected the name of a component")))
                .flatMap(findings -> findings);
    }

    private static boolean isStep(Node node) {
        return node.parent()
                .filter(above -> above.isEntryOfList() && above.key().equals("steps"))
                .isPresent();
    }
}
