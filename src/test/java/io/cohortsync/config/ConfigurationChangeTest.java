package io.cohortsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who may call is partly settled at the start. */
class ConfigurationChangeTest {
    private static final String TOKEN = "cohort-sync.access.tokens.dash.token: a-token\n";
    private static final String OTHER_TOKEN = "cohort-sync.access.tokens.dash.token: another-token\n";
    private static final String PROVIDER =
            "cohort-sync.oidc: {issuer-uri: \"https://login.example.com\", audience: cohort-sync}\n";

    @Test
    void a_token_in_place_of_another_needs_no_restart() {
        assertNeedsRestart(TOKEN, OTHER_TOKEN);
    }

    @Test
    void the_first_token_needs_a_restart() {
        assertNeedsRestart("", TOKEN, "cohort-sync.access.tokens");
    }

    @Test
    void the_first_token_beside_a_provider_needs_none() {
        assertNeedsRestart(PROVIDER, PROVIDER + TOKEN);
    }

    @Test
    void a_provider_needs_a_restart() {
        assertNeedsRestart(TOKEN, TOKEN + PROVIDER, "cohort-sync.oidc");
        assertNeedsRestart("", PROVIDER, "cohort-sync.oidc");
    }

    private static void assertNeedsRestart(String before, String after, String... keys) {
        assertThat(ConfigurationChange.between(Yaml.load(before), Yaml.load(after))
                        .restart())
                .containsExactly(keys);
    }
}
