package io.cohortsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.ops.RouteFileState;
import io.cohortsync.ops.RouteFiles;
import io.cohortsync.run.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of routes are edited while the server runs. */
class LiveRoutesTest {

    private static final List<String> MANY =
            IntStream.range(0, 5000).mapToObj(i -> "m" + i + "@example.com").toList();
    private static final String NEW_ROUTE = """
            - route:
                id: %s
                from:
                  uri: timer:tick
                  parameters:
                    delay: "%s"
                  steps:
                    - log:
                        message: tick
            """;

    @TempDir
    private Path dataDir;

    @TempDir
    private Path routes;

    private App app;

    @BeforeEach
    void start() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName().toString()));
            }
        }
        Path link = Files.createSymbolicLink(dataDir.resolve("link-to-routes"), routes);
        app = new App(dataDir).set("ROUTES_DIR", link.toString()).setSync("cadence", "daily");
        app.cohort(MANY).serve();
        soon().until(() -> !app.bean(RouteFiles.class).states().isEmpty());
    }

    @AfterEach
    void end() {
        app.close();
    }

    @Test
    void an_edit_during_a_delivery_loses_nothing_and_holds_for_the_next_run() throws IOException {
        app.pushwoosh().settings().jobPolls(20);
        String run = app.open(false, false).runId();
        soon().until(() -> !app.audience().isEmpty());

        edit("change-deliver", "Collects pages of changes", "Gathers pages of changes");

        assertThat(app.awaitEnd(run).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(app.audience()).hasSize(MANY.size());
        soon().untilAsserted(() ->
                assertThat(description("change-deliver")).isNotNull().startsWith("Gathers pages of changes"));
        app.cohort(MANY.subList(0, 4000));
        assertThat(app.run().status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(app.audience()).hasSize(4000);
    }

    @Test
    void a_file_that_is_no_yaml_is_refused_and_the_old_routes_go_on() throws IOException {
        edit("cohort-start", "- route:", "- route: [");

        RouteFileState refused = awaitState("cohort-start", "refused");
        assertThat(refused.refusal().line()).isPositive();
        assertThat(refused.refusal().reason()).contains("this is no YAML");
        assertThat(refused.routes()).contains("cohort-start");
        assertThat(app.run().status()).isEqualTo(RunStatus.SUCCEEDED);

        edit("cohort-start", "- route: [", "- route:");
        awaitState("cohort-start", "running");
    }

    @Test
    void an_unknown_component_is_refused_with_its_line() throws IOException {
        edit("hooks", "uri: direct:alert-webhook", "uri: kafka:alerts");

        assertThat(awaitState("hooks", "refused").refusal().reason())
                .contains("component kafka is not in this application");
    }

    @Test
    void what_camel_cannot_build_is_refused_and_the_old_routes_are_back() throws IOException {
        Files.writeString(routes.resolve("own.camel.yaml"), NEW_ROUTE.formatted("own", "1000"));
        awaitState("own", "running");

        Files.writeString(routes.resolve("own.camel.yaml"), NEW_ROUTE.formatted("own", "{{spring.application.name}}"));

        assertThat(awaitState("own", "refused").refusal().reason()).contains("Camel cannot build this");
        assertThat(status("own")).isEqualTo(ServiceStatus.Started);
    }

    @Test
    void files_come_and_go_and_routes_get_other_names() throws IOException {
        Files.writeString(routes.resolve("own.camel.yaml"), NEW_ROUTE.formatted("own", "1000"));
        soon().until(() -> status("own") == ServiceStatus.Started);

        Files.writeString(routes.resolve("own.camel.yaml"), NEW_ROUTE.formatted("mine", "1000"));
        soon().until(() -> status("mine") == ServiceStatus.Started && status("own") == null);

        Files.delete(routes.resolve("own.camel.yaml"));
        soon().until(() -> status("mine") == null);
    }

    @Test
    void the_template_and_the_policies_of_others_are_replaced_too() throws IOException {
        edit("cohort-trigger", "description: Fires the cadence of one sync", "description: Fires one cadence");
        soon().untilAsserted(() ->
                assertThat(description("cohort-trigger-power-users")).isEqualTo("Fires one cadence"));
        soon().until(() -> status("cohort-trigger-power-users") == ServiceStatus.Started);

        edit("error-handling", "backOffMultiplier: 2", "backOffMultiplier: 3");
        soon().until(() -> multipliers("amplitude-errors").contains("3"));
        assertThat(app.run().status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50));
    }

    private void edit(String file, String old, String text) throws IOException {
        Path path = routes.resolve(file + ".camel.yaml");
        String before = Files.readString(path);
        assertThat(before).contains(old);
        Files.writeString(path, before.replace(old, text));
    }

    private RouteFileState awaitState(String file, String state) {
        return soon().until(
                        () -> app.bean(RouteFiles.class).states().stream()
                                .filter(found -> found.file().equals(file + ".camel.yaml"))
                                .findFirst()
                                .orElse(null),
                        found -> found != null && found.state().equals(state));
    }

    private ServiceStatus status(String route) {
        return app.bean(CamelContext.class).getRouteController().getRouteStatus(route);
    }

    /** Null while the route is being replaced. */
    private @Nullable String description(String route) {
        RouteDefinition found = app.bean(ModelCamelContext.class).getRouteDefinition(route);
        return found == null ? null : found.getDescriptionText();
    }

    /** None while the policies are being replaced. */
    private List<String> multipliers(String policies) {
        RouteConfigurationDefinition found =
                app.bean(ModelCamelContext.class).getRouteConfigurationDefinition(policies);
        return Stream.ofNullable(found)
                .flatMap(policy -> policy.getOnExceptions().stream())
                .map(OnExceptionDefinition::getRedeliveryPolicyType)
                .filter(Objects::nonNull)
                .map(RedeliveryPolicyDefinition::getBackOffMultiplier)
                .toList();
    }
}
