package io.cohortsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

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

    @Test
    void an_empty_secret_is_none() {
        assertThat(Secret.of(" ")).isSameAs(Secret.NONE).hasToString("");
    }
}
