package io.cohortsync.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule finds what it is for: one change to a good file, and few findings beside the one that is meant. */
class RouteRulesTest {

    private static final String GOOD = """
            # What a good file looks like.
            - route:
                id: run-begin
                description: Begins a run and hands it on
                routeConfigurationId: remote-errors
                from:
                  uri: direct:run-begin
                  steps:
                    - setVariable:
                        name: runId
                        expression:
                          simple:
                            expression: ${body.runId}
                    - filter:
                        id: only-export
                        expression:
                          method:
                            ref: runs
                            method: isAt(${variable.runId}, 'export')
                        steps:
                          - to:
                              uri: direct:run-call
                    - choice:
                        when:
                          - expression:
                              simple:
                                expression: ${body} == null
                            steps:
                              - log:
                                  message: nothing
                        otherwise:
                          steps:
                            - log:
                                message: something
                    - wireTap:
                        uri: direct:run-call
                        executorService: "#runThreads"

            - route:
                id: run-call
                description: Calls somebody
                from:
                  uri: direct:run-call
                  steps:
                    - split:
                        aggregationStrategy: memberPages
                        aggregationStrategyMethodName: collect
                        expression:
                          simple:
                            expression: ${body.members}
                        steps:
                          - bean:
                              ref: members
                              method: check(${variable.runId}, ${body})
                    - to:
                        id: call-remote
                        uri: http
                        parameters:
                          httpUri: "{{cohort-sync.url}}/x"
            """;

    private static final String ERRORS = """
            - routeConfiguration:
                id: remote-errors
                description: Calls again
                onException:
                  - onException:
                      id: remote-later
                      exception:
                        - io.cohortsync.fault.RetryLaterException
                      redeliveryPolicy:
                        maximumRedeliveries: 3
                        redeliveryDelay: "{{cohort-sync.delay}}"
                  - onException:
                      id: remote-final
                      exception:
                        - java.lang.Exception
                      redeliveryPolicy:
                        maximumRedeliveries: 0
            """;

    private static RouteRules rules;

    @TempDir
    private Path folder;

    @BeforeAll
    static void load() {
        rules = new RouteRules(new Surroundings(
                Set.of("run-begin"),
                Set.of("cohort-sync.url", "cohort-sync.delay")::contains,
                Set.of("runThreads", "remoteBreaker"),
                Set.of("runId")));
    }

    @Test
    void finds_nothing_in_good_files() throws IOException {
        assertThat(check(GOOD, ERRORS)).isEmpty();
    }

    @Test
    void an_empty_folder_is_a_finding() {
        assertThat(rules.check(folder)).singleElement().asString().endsWith("holds no route");
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource
    void finds(String good, String bad, String finding) throws IOException {
        assertThat(GOOD + ERRORS).contains(good);

        assertThat(check(GOOD.replace(good, bad), ERRORS.replace(good, bad)))
                .hasSizeLessThan(6)
                .anyMatch(found -> found.contains(finding));
    }

    static Stream<Arguments> finds() {
        return Stream.of(
                // the file
                arguments("Begins a run and hands it on", "Begins and goes on and on", "second \"and\""),
                arguments("    description: Calls somebody\n", "", "no description"),
                arguments("id: run-begin\n", "id: run-start\n", "the first id of the file is its name"),
                arguments("id: only-export", "id: onlyExport", "id onlyExport is not kebab-case"),
                arguments("id: only-export", "id: call-remote", "id call-remote is used twice"),
                arguments("          id: remote-later\n", "", "onException without an id"),
                arguments("uri: http\n", "uri: http # by POST\n", "comment below the top"),
                arguments(
                        "- route:\n    id: run-call", "# second\n- route:\n    id: run-call", "comment below the top"),
                arguments("- route:\n    id: run-call", "- beans: []\n- route:\n    id: run-call", "an entry beans"),
                arguments(
                        "- route:\n    id: run-call",
                        "- onException: {}\n- route:\n    id: run-call",
                        "an entry onException"),
                arguments(
                        "    description: Calls somebody\n    from:",
                        "    autoStartup: true\n    description: Calls somebody\n    from:",
                        "in this order"),
                arguments("- java.lang.Exception", "- java.lang.Error", "no onException for java.lang.Exception"),
                // the form
                arguments("- to:\n                  uri: direct:run-call", "- to: direct:run-call", "short form of to"),
                arguments("- log:\n                      message: nothing", "- log: nothing", "short form of log"),
                arguments(
                        "simple:\n                expression: ${body.runId}",
                        "simple: ${body.runId}",
                        "short form of simple"),
                arguments(
                        "expression:\n              simple:\n                expression: ${body.runId}",
                        "simple:\n              expression: ${body.runId}",
                        "setVariable without expression:"),
                arguments(
                        "simple:\n                expression: ${body.runId}",
                        "groovy:\n                expression: body.runId",
                        "language groovy"),
                arguments(
                        "- log:\n                      message: nothing",
                        "- script:\n                      expression:\n                        simple:\n                          expression: x",
                        "script is forbidden"),
                arguments(
                        "- log:\n                      message: nothing",
                        "- process:\n                      ref: runs",
                        "process is forbidden"),
                arguments(
                        "- log:\n                      message: nothing",
                        "- toD:\n                      uri: log",
                        "toD is forbidden"),
                arguments(
                        "- log:\n                      message: nothing",
                        "- loopDoWhile:\n                      expression:\n                        simple:\n                          expression: x",
                        "loopDoWhile is forbidden"),
                arguments(
                        "          redeliveryPolicy:",
                        "          handled:\n            constant:\n              expression: \"true\"\n          redeliveryPolicy:",
                        "handled is forbidden"),
                arguments(
                        "- log:\n                      message: nothing",
                        "- choice:\n                      when:\n                        - expression:\n                            simple:\n                              expression: x",
                        "a choice within a choice"),
                arguments("uri: http\n", "uri: seda:x\n", "seda forgets"),
                arguments("uri: http\n", "uri: http:x?bridgeEndpoint=true\n", "options in http:x"),
                arguments("uri: http\n", "uri: \"{{cohort-sync.url}}\"\n", "expected the name of a component"),
                arguments(
                        "redeliveryDelay: \"{{cohort-sync.delay}}\"",
                        "redeliveryDelay: 1000",
                        "is a duration: write it as text"),
                arguments("message: something", "massage: something", "schema"),
                arguments("maximumRedeliveries: 3", "maximumRedeliveries: three", "schema"),
                arguments(
                        "- log:\n                      message: nothing",
                        "- setBody:\n                      expression:\n                        method:\n                          ref: runs\n                          method: due",
                        "expected a bean step"),
                // what is named is there
                arguments("uri: direct:run-begin", "uri: direct:begin", "expected direct:run-begin"),
                arguments(
                        "- wireTap:\n            uri: direct:run-call",
                        "- wireTap:\n            uri: direct:run-over",
                        "direct:run-over is a route that nobody has"),
                arguments(
                        "routeConfigurationId: remote-errors",
                        "routeConfigurationId: remote*",
                        "routeConfiguration remote* is nowhere"),
                arguments(
                        "    routeConfigurationId: remote-errors\n",
                        "",
                        "routeConfiguration remote-errors is used by nobody"),
                arguments("{{cohort-sync.url}}", "{{cohort-sync.uri}}", "{{cohort-sync.uri}} has no value"),
                arguments("${variable.runId}, ${body}", "${variable.run}, ${body}", "variable run is set by nobody"),
                arguments("name: runId", "name: running", "variable"),
                arguments(
                        "- log:\n                      message: nothing",
                        "- policy:\n                      ref: noBreaker\n                      steps: []",
                        "policy noBreaker is nowhere"),
                arguments("#runThreads", "#threads", "thread pool #threads is nowhere"),
                arguments("fault.RetryLaterException", "fault.RetryNowException", "is no class"),
                // components
                arguments("uri: http\n", "uri: kafka\n", "component kafka is not in this application"),
                arguments("httpUri:", "httpUrl:", "component http needs the option httpUri"),
                arguments(
                        "uri: http\n            parameters:\n              httpUri:",
                        "uri: log\n            parameters:\n              showAll: perhaps\n              loggerName:",
                        "component log takes no showAll like perhaps"),
                arguments("uri: http\n", "uri: log\n", "component log has no option httpUri"),
                // beans
                arguments("ref: runs", "ref: runSteps", "bean runSteps is nowhere"),
                arguments("method: isAt(", "method: isNear(", "bean runs has no public method isNear"),
                arguments("isAt(${variable.runId}, 'export')", "isAt('a, b')", "runs.isAt takes 2 parameters, not 1"),
                arguments(
                        "method: check(${variable.runId}, ${body})",
                        "method: check",
                        "members.check takes 2 parameters, not 1"),
                arguments(
                        "method: check(${variable.runId}, ${body})",
                        "method: tagged(${variable.runId}, ${body})",
                        "no public method tagged"),
                arguments("aggregationStrategy: memberPages", "aggregationStrategy: pages", "bean pages is nowhere"));
    }

    @Test
    void a_route_called_by_nobody_is_a_finding() throws IOException {
        String lonely = GOOD.replace("id: run-call", "id: run-alone")
                .replace("from:\n      uri: direct:run-call", "from:\n      uri: direct:run-alone");

        assertThat(check(lonely, ERRORS))
                .contains("run-begin.camel.yaml:39: run-alone: route run-alone is called by nobody");
    }

    @Test
    void a_missing_entry_point_is_a_finding() throws IOException {
        Files.writeString(
                folder.resolve("run-call.camel.yaml"), GOOD.substring(GOOD.indexOf("- route:\n    id: run-call")));

        assertThat(texts(rules.check(folder)))
                .contains("run-begin.camel.yaml:1: route run-begin is missing: Java calls it");
    }

    @Test
    void a_missing_hook_is_a_finding() throws IOException {
        Files.writeString(folder.resolve("hooks.camel.yaml"), GOOD);

        assertThat(texts(rules.check(folder))).contains("hooks.camel.yaml:1: the hook run-finished is missing");
    }

    @Test
    void a_file_of_another_name_is_a_finding() throws IOException {
        Files.writeString(folder.resolve("runBegin.yaml"), GOOD);

        assertThat(texts(rules.check(folder)))
                .contains("runBegin.yaml:1: the name of a file is kebab-case and ends in .camel.yaml");
    }

    @Test
    void too_many_lines_routes_or_steps_are_findings() throws IOException {
        String step = "        - to:\n            id: call-remote\n";
        String many = GOOD.replace(step, "        - log:\n            message: again\n".repeat(60) + step)
                + "\n- route:\n    id: x\n    description: x\n    from:\n      uri: log\n".repeat(3);

        assertThat(check(many, ERRORS))
                .anyMatch(found -> found.contains("lines, at most 120"))
                .contains("run-begin.camel.yaml:1: 5 routes, at most 4")
                .contains("run-begin.camel.yaml:39: run-call: 62 steps, at most 10");
        assertThat(rules.warnings(folder)).singleElement().asString().contains("run-call has 62 steps");
    }

    @Test
    void a_configuration_below_a_route_is_a_finding() throws IOException {
        assertThat(check(GOOD + ERRORS, "[]")).anyMatch(found -> found.contains("entries are not in the order"));
    }

    @Test
    void what_is_no_yaml_is_the_only_finding() throws IOException {
        assertThat(check(GOOD.replace("uri: http\n", "uri: [http\n"), ERRORS))
                .singleElement()
                .asString()
                .matches("run-begin.camel.yaml:5[0-9]: this is no YAML: .*");
        assertThat(check(GOOD, "- a: 1\n  b: 2\n  a: 2\n"))
                .containsExactly("error-handling.camel.yaml:3: this is no YAML: found duplicate key a");
    }

    @Test
    void a_finding_has_the_line_of_what_is_wrong() throws IOException {
        String bad = GOOD.replace("message: something", "massage: something").replace("isAt(", "isNear(");

        assertThat(check(bad, ERRORS))
                .anyMatch(found -> found.startsWith("run-begin.camel.yaml:17: run-begin: bean runs has no"))
                .anyMatch(found -> found.startsWith("run-begin.camel.yaml:34: schema: log: property 'massage'"));
    }

    @ParameterizedTest
    @MethodSource
    void counts_arguments(String text, int count) {
        assertThat(BeanRules.arguments(text)).isEqualTo(count);
    }

    static Stream<Arguments> counts_arguments() {
        return Stream.of(
                arguments("", 0), arguments("${body}", 1), arguments("${header.A}, ${body.x(1, 2)}, 'a, b'", 3));
    }

    private List<String> check(String routes, String errors) throws IOException {
        Files.writeString(folder.resolve("run-begin.camel.yaml"), routes);
        Files.writeString(folder.resolve("error-handling.camel.yaml"), errors);
        return texts(rules.check(folder));
    }

    private static List<String> texts(List<LintFinding> findings) {
        return findings.stream().map(LintFinding::toString).toList();
    }
}
