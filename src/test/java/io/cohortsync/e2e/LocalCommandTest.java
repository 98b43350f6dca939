package io.cohortsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cohortsync.CohortSyncApplication;
import io.cohortsync.ledger.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --local}: a command without a server, in a process of its own and in a directory of its own. */
class LocalCommandTest {

    @TempDir
    private Path directory;

    @Test
    void a_command_works_on_the_database_of_its_directory() throws Exception {
        try (App app = new App(directory.resolve("data"))) {
            app.cohort(List.of("a@example.com", "b@example.com"));
            write(app.properties());

            Ended run = type("run", App.SYNC, "--local");
            assertThat(run.out()).contains("succeeded").contains("2 joined");
            assertThat(run.exitCode()).isZero();
            assertThat(app.audience()).containsExactlyInAnyOrder("a@example.com", "b@example.com");

            Ended syncs = type("syncs", "--local", "--json");
            assertThat(new YAMLMapper()
                            .readTree(syncs.out())
                            .get(0)
                            .path("present")
                            .asInt())
                    .isEqualTo(2);
        }
    }

    @Test
    void a_mistake_in_the_configuration_is_a_sentence() throws Exception {
        write(Map.of("cohort-sync.syncs.x.cadence", "sometimes"));

        Ended syncs = type("syncs", "--local");

        assertThat(syncs.exitCode()).isEqualTo(1);
        assertThat(syncs.out()).contains("cohort-sync.syncs.x.cadence").contains("sometimes");
        assertThat(Files.readString(directory.resolve("err")))
                .contains("The application did not start")
                .doesNotContain("\tat ");
    }

    @Test
    void a_database_that_a_newer_version_has_migrated_is_refused() throws Exception {
        TestDatabase database = TestDatabase.h2File(directory.resolve("data"));
        database.jdbc().update("""
                insert into "flyway_schema_history" select 1000, '1000', 'from the future', 'SQL', 'V1000__x.sql', 1, "installed_by",
                       "installed_on", 1, true from "flyway_schema_history" where "version" = '1'
                """);
        database.close();
        write(Map.of());

        Ended syncs = type("syncs", "--local");

        assertThat(syncs.exitCode()).isEqualTo(1);
        assertThat(syncs.out())
                .containsPattern("schema version 1000, and this version of cohort-sync knows versions up to \\d+:")
                .contains("restore the backup")
                .doesNotContain("\tat ");
    }

    /** A supervisor starts it again; a process that stays would never be. */
    @Test
    void a_server_that_cannot_start_ends() throws Exception {
        try (App app = new App(directory.resolve("data")).setSync("cadence", "daily")) {
            write(app.properties());
            Path routes = Files.createDirectory(directory.resolve("no-cadences"));
            try (Stream<Path> files = Files.list(Path.of("routes"))) {
                for (Path file : files.filter(path -> !path.endsWith("cohort-trigger.camel.yaml"))
                        .toList()) {
                    Files.copy(file, routes.resolve(file.getFileName()));
                }
            }

            Ended server = type("--server.port=0", "--ROUTES_DIR=" + routes);

            assertThat(server.exitCode()).isEqualTo(1);
            assertThat(server.out()).contains("cohort-trigger");
        }
    }

    private record Ended(int exitCode, String out) {}

    private Ended type(String... args) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        File out = directory.resolve("out").toFile();
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                                Stream.of(java, "-XX:TieredStopAtLevel=1", CohortSyncApplication.class.getName()),
                                Stream.of(args))
                        .toList())
                .directory(directory.toFile())
                .redirectError(directory.resolve("err").toFile())
                .redirectOutput(out);
        builder.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        builder.environment()
                .put("ROUTES_DIR", Path.of("routes").toAbsolutePath().toString());
        Process process = builder.start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("the command did not end: " + Files.readString(out.toPath()));
        }
        return new Ended(process.exitValue(), Files.readString(out.toPath()));
    }

    /** The settings of the application as the configuration file of a directory. */
    private void write(Map<String, Object> properties) throws IOException {
        Map<String, Object> own = properties.entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("spring."))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
        new YAMLMapper().writeValue(directory.resolve("application.yaml").toFile(), own);
    }
}
