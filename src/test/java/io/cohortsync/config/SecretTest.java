package io.cohortsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
    @Test
    void no_record_prints_its_secrets() {
        String printed = Yaml.load(Yaml.resource("good.yaml")).toString();

        assertThat(printed)
                .contains("apiKey=***", "secretKey=***", "apiToken=***", "token=***")
                .doesNotContain("key-of", "secret-of", "token-of");
    }

    @Test
    void a_project_that_no_enabled_sync_names_needs_no_credentials() {
        String text = Yaml.with(
                Yaml.with(Yaml.resource("good.yaml"), "key-of-amplitude", "${AMPLITUDE_API_KEY}"),
                "cohort: 9apg8e8f",
                "cohort: 9apg8e8f\n      enabled: false");

        assertThat(Yaml.load(text).amplitude().projects().get("main").apiKey().isSet())
                .isFalse();
    }

    @Test
    void an_environment_variable_is_the_credential() {
        String text = Yaml.good("key-of-amplitude", "${AMPLITUDE_API_KEY}");

        Secret secret = Yaml.load(text, Map.of("AMPLITUDE_API_KEY", " the-key\n"))
                .amplitude()
                .projects()
                .get("main")
                .apiKey();

        assertThat(secret).isEqualTo(Secret.of("the-key")).hasToString("***");
        assertThat(secret.isSet()).isTrue();
    }

    @Test
    void a_missing_credential_names_the_variable_and_nothing_else() {
        assertThat(Yaml.mistakesOf(Yaml.good("key-of-amplitude", "s3cr3t-${AMPLITUDE_API_KEY}")))
                .containsExactly(
                        "cohort-sync.amplitude.projects.main.api-key: found ${AMPLITUDE_API_KEY}, which is not set;"
                                + " expected the project's API key: set the environment variable AMPLITUDE_API_KEY");
    }

    /** Amplitude's key where the configuration names AMPLITUDE_API_KEY and these variables are set. */
    private static Secret apiKey(Map<String, Object> variables) {
        return Yaml.load(Yaml.good("key-of-amplitude", "${AMPLITUDE_API_KEY}"), variables)
                .amplitude()
                .projects()
                .get("main")
                .apiKey();
    }

    @Test
    void a_variable_may_name_a_file_which_is_read_whenever_it_is_needed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "first\n");
        Secret key = apiKey(Map.of("AMPLITUDE_API_KEY_FILE", file.toString()));
        assertThat(key.value()).isEqualTo("first");

        Files.writeString(file, "second\n");
        assertThat(key.value()).isEqualTo("second");
        Files.writeString(file, "");
        assertThat(key.value()).isEqualTo("second");
        Files.delete(file);
        assertThat(key.value()).isEqualTo("second");
        assertThat(key).hasToString("***");
    }

    @Test
    void a_variable_that_is_set_is_stronger_than_its_file() {
        Secret key = apiKey(Map.of("AMPLITUDE_API_KEY", "itself", "AMPLITUDE_API_KEY_FILE", "/nowhere"));

        assertThat(key.value()).isEqualTo("itself");
    }

    @Test
    void the_code_of_an_application_may_stand_in_a_file_too(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("code"), "FILED-CODE1\n");

        PushwooshApp app = Yaml.load(
                        Yaml.good("ABCDE-12345", "${PUSHWOOSH_APP_CODE}"),
                        Map.of("PUSHWOOSH_APP_CODE_FILE", file.toString()))
                .pushwoosh()
                .apps()
                .get("main");

        assertThat(app.application()).isEqualTo("FILED-CODE1");
    }

    @Test
    void a_file_that_is_away_is_named() {
        assertThat(Yaml.mistakesOf(Yaml.good("key-of-amplitude", "file:/nowhere/key")))
                .containsExactly(
                        "cohort-sync.amplitude.projects.main.api-key: found file /nowhere/key, which is away or"
                                + " empty; expected the project's API key in that file");
    }

    @Test
    void an_empty_secret_is_none() {
        assertThat(Secret.of(" ")).isSameAs(Secret.NONE).hasToString("");
    }
}
