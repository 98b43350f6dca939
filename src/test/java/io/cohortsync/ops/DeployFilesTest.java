package io.cohortsync.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.cohortsync.e2e.App;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the files of deploy/ name is there: metrics, labels and their values, probes, secrets. */
class DeployFilesTest {

    private static final Path DEPLOY = Path.of("deploy");
    private static final Pattern METRIC = Pattern.compile("\\b((?:cohortsync|resilience4j)_[a-z0-9_]+)(\\{[^}]*})?");
    private static final Pattern MATCHER = Pattern.compile("([a-z]+)=~?\"([^\"]*)\"");
    private static final Pattern LABEL = Pattern.compile("\\$labels\\.([a-z]+)|\\{\\{([a-z]+)}}|by \\(([a-z, ]+)\\)");

    @TempDir
    static Path dataDir;

    private static App app;
    private static Scrape scrape;

    @BeforeAll
    static void run() throws Exception {
        app = new App(dataDir).cohort(List.of("ann@example.com")).serve();
        app.run();
        scrape = Scrape.of(app.url());
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    /** An expression with the texts that stand beside it and name its labels. */
    private record Query(String expression, String texts) {}

    @Test
    void the_alert_rules_name_what_the_application_shows() throws IOException {
        List<Query> rules = new ArrayList<>();
        for (JsonNode rule : yaml("prometheus/cohort-sync.rules.yaml")
                .get(0)
                .path("groups")
                .path(0)
                .path("rules")) {
            rules.add(new Query(
                    rule.path("expr").asText(), rule.path("annotations").toString()));
        }

        assertThat(rules).hasSizeGreaterThan(5).allSatisfy(DeployFilesTest::assertIsShown);
    }

    @Test
    void the_dashboard_names_what_the_application_shows() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(DEPLOY.resolve("grafana/cohort-sync.json").toFile());
        List<Query> targets = new ArrayList<>();
        dashboard
                .findValues("targets")
                .forEach(list -> list.forEach(target -> targets.add(new Query(
                        target.path("expr").asText(),
                        target.path("legendFormat").asText()))));

        assertThat(targets).hasSizeGreaterThan(5).allSatisfy(DeployFilesTest::assertIsShown);
    }

    private static void assertIsShown(Query query) {
        List<MatchResult> metrics = METRIC.matcher(query.expression).results().toList();
        assertThat(metrics).as(query.expression).isNotEmpty();
        for (MatchResult metric : metrics) {
            List<String> series = seriesOf(metric.group(1));
            assertThat(series).as(metric.group(1)).isNotEmpty();
            MATCHER.matcher(metric.group())
                    .results()
                    .forEach(label -> assertThat(valuesOf(series, label.group(1)))
                            .as("%s of %s", label.group(1), metric.group(1))
                            .containsAll(wanted(label.group(2))));
            assertThat(labelsNamed(query))
                    .allSatisfy(
                            name -> assertThat(valuesOf(series, name)).as(name).isNotEmpty());
        }
    }

    private static List<String> seriesOf(String metric) {
        return scrape.series().keySet().stream()
                .filter(name -> name.equals(metric) || name.startsWith(metric + "{"))
                .toList();
    }

    private static Set<String> valuesOf(List<String> series, String label) {
        return series.stream()
                .flatMap(name -> MATCHER.matcher(name).results())
                .filter(found -> found.group(1).equals(label))
                .map(found -> found.group(2))
                .collect(Collectors.toSet());
    }

    /** Values that are all looked for; a variable of the dashboard stands for any. */
    private static List<String> wanted(String value) {
        return value.startsWith("$") ? List.of() : List.of(value.split("\\|"));
    }

    private static Set<String> labelsNamed(Query query) {
        return LABEL.matcher(query.expression + query.texts)
                .results()
                .flatMap(found -> Stream.of(found.group(1), found.group(2), found.group(3)))
                .filter(names -> names != null)
                .flatMap(names -> Arrays.stream(names.split(", *")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void the_probes_of_kubernetes_are_answered() throws Exception {
        JsonNode container = yaml("kubernetes/cohort-sync.yaml").get(0).at("/spec/template/spec/containers/0");
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            String path = container.path(probe).at("/httpGet/path").asText();

            assertThat(status(path)).as(probe + " " + path).isEqualTo(200);
        }
    }

    @Test
    void the_health_check_of_the_image_is_answered() throws Exception {
        Set<String> paths =
                found("http://localhost:8080(/[^\"]+)", Files.readString(DEPLOY.resolve("docker/Dockerfile")));

        assertThat(status(paths.iterator().next())).isEqualTo(200);
    }

    /** Java passes over an archive in silence that was made for a jar at another path. */
    @ParameterizedTest
    @CsvSource({"docker/Dockerfile,docker/Dockerfile", "README.md,systemd/cohort-sync.service"})
    void the_class_data_archive_is_made_for_the_jar_that_runs(String maker, String user) throws IOException {
        String made = Files.readString(DEPLOY.resolve(maker));
        String used = Files.readString(DEPLOY.resolve(user));

        assertThat(found("ArchiveClassesAtExit=(\\S+)", made))
                .hasSize(1)
                .isEqualTo(found("SharedArchiveFile=([^\\s\"]+)", used));
        assertThat(found("-jar[\\s\",]+(/[^\\s\"]+)", made + used)).hasSize(1);
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private static int status(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(app.url().resolve(path)).build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void the_unit_loads_the_secrets_that_the_configuration_asks_for() throws IOException {
        Set<String> asked = Pattern.compile("^ *[a-z-]+: \\$\\{([A-Z_]+)}", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("application.yaml")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        Set<String> loaded = Pattern.compile("LoadCredential=([A-Z_]+):/etc/cohort-sync/secrets/\\1\n")
                .matcher(Files.readString(DEPLOY.resolve("systemd/cohort-sync.service")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());

        assertThat(asked).hasSize(4);
        assertThat(loaded).isEqualTo(asked);
    }

    private static List<JsonNode> yaml(String file) throws IOException {
        ObjectMapper mapper = new ObjectMapper(new YAMLFactory());
        try (var documents = mapper.readerFor(JsonNode.class)
                .<JsonNode>readValues(DEPLOY.resolve(file).toFile())) {
            return documents.readAll();
        }
    }
}
