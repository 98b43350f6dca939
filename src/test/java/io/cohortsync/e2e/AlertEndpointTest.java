package io.cohortsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.demo.Endpoints;
import io.cohortsync.demo.FaultKind;
import io.cohortsync.lint.RoutesLint;
import io.cohortsync.route.RoutesReadme;
import io.cohortsync.run.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alert goes to another endpoint of Camel's by the recipe of {@code routes/README.md}, in a user's own routes. */
class AlertEndpointTest {

    @TempDir
    private Path directory;

    private Path routes;
    private Path alerts;
    private App app;

    @BeforeEach
    void start() throws IOException {
        routes = Files.createDirectory(directory.resolve("routes"));
        alerts = directory.resolve("alerts");
        copyRoutes();
        addRecipe();
        app = new App(directory.resolve("data")).set("ROUTES_DIR", routes.toString());
        app.cohort(List.of("a@example.com")).start();
    }

    @AfterEach
    void stop() {
        app.close();
    }

    private void copyRoutes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName().toString()));
            }
        }
    }

    /** As the recipe says: behind {@code direct:alert-mail}. */
    private void addRecipe() throws IOException {
        Path hooks = routes.resolve("hooks.camel.yaml");
        String mail = "            uri: direct:alert-mail\n";
        String recipe = RoutesReadme.alert().replace("directoryName: alerts", "directoryName: " + alerts);
        String text = Files.readString(hooks);
        assertThat(text).containsOnlyOnce(mail);
        Files.writeString(hooks, text.replace(mail, mail + recipe));
    }

    @Test
    void a_change_of_state_arrives_there_once_and_so_does_the_recovery() throws IOException {
        look();
        assertThat(told()).isEmpty();

        fails();
        look();
        look();
        assertThat(told()).singleElement().asString().startsWith("power-users is failed: ");

        app.amplitude().faults().clear();
        app.run();
        look();
        look();
        assertThat(told()).hasSize(2).contains("power-users has recovered: it was failed");
    }

    @Test
    void what_the_endpoint_does_not_take_is_told_again() throws IOException {
        Files.writeString(alerts, "a file where the folder should be");
        fails();
        look();

        Files.delete(alerts);
        look();
        look();
        assertThat(told()).singleElement().asString().startsWith("power-users is failed: ");
    }

    @Test
    void the_lint_finds_nothing_in_it() {
        assertThat(RoutesLint.check("--ROUTES_DIR=" + routes)).isEmpty();
    }

    private void look() {
        app.bean(ProducerTemplate.class).sendBody("direct:alert-look", null);
    }

    private void fails() {
        app.amplitude().faults().always(Endpoints.AMPLITUDE_LIST, FaultKind.FORBIDDEN);
        assertThat(app.run().status()).isEqualTo(RunStatus.FAILED);
    }

    /** The texts of all alerts that have arrived. */
    private List<String> told() throws IOException {
        Path log = alerts.resolve("alerts.log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }
}
