package io.cohortsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the program itself, in a folder of its own. */
class FailedStartTest {
    @TempDir
    private Path folder;

    private record Outcome(int exitCode, String output) {}

    @Test
    void a_mistake_is_a_sentence_and_exit_code_1() throws Exception {
        String text = Yaml.with(Yaml.good("batch-size: 1000", "batch-size: abc"), "key-of-amplitude", "${NOT_SET}");

        Outcome outcome = start(text);

        assertThat(outcome.output())
                .contains("The configuration has 2 mistakes:")
                .contains("- cohort-sync.pushwoosh.apps.main.batch-size: found abc; expected a whole number")
                .contains("- cohort-sync.amplitude.projects.main.api-key: found ${NOT_SET}, which is not set")
                .doesNotContain("\tat ", "Exception", "token-of", "secret-of");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void a_file_that_is_not_yaml_names_the_line() throws Exception {
        Outcome outcome = start("cohort-sync:\n  data-dir: data\n   api-key: s3cr3t: x\n");

        assertThat(outcome.output())
                .contains("line 3, column 11: found text that is not YAML (mapping values are not allowed here)")
                .doesNotContain("\tat ", "s3cr3t");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    private Outcome start(String text) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("application.yaml"), text);
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("ended by itself").isTrue();
        return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private static List<String> command() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return List.of(java, "-cp", classPath, "io.cohortsync.CohortSyncApplication");
    }
}
