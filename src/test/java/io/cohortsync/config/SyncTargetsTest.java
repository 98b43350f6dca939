package io.cohortsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two syncs may not put the same value into the same tag of the same application. */
class SyncTargetsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"tag-value: power-users", "tag-value: Power-Users", "tag-value: POWER-USERS, enabled: false"})
    void refuses_a_second_owner_of_a_value(String value) {
        String text = withSecond("app: main, " + value);

        assertThat(Yaml.mistakesOf(text))
                .singleElement()
                .asString()
                .startsWith("cohort-sync.syncs.power-users.tag-value: found power-users; expected a value ")
                .endsWith("; expected a value that no other sync puts into this tag of this app"
                        + " (letter case does not count), but second does");
    }

    @Test
    void refuses_the_same_application_under_another_name() {
        String app = "    again: {application: ABCDE-12345, api-token: token-of-pushwoosh}";
        String text = Yaml.with(withSecond("app: again, tag-value: power-users"), "  apps:", "  apps:\n  " + app);

        assertThat(Yaml.mistakesOf(text)).hasSize(1);
    }

    @Test
    void accepts_the_default_value_and_others() {
        assertThat(Yaml.load(withSecond("app: main"))
                        .sync("second")
                        .orElseThrow()
                        .tagValue())
                .isEqualTo("second");
    }

    @Test
    void refuses_a_mapped_property_that_would_overwrite_the_tag_of_another_sync() {
        String text = withSecond("app: main, tags: {plan: Other}").replace("tag: Amplitude_Cohorts\n", "tag: other\n");

        assertThat(Yaml.mistakesOf(text))
                .containsExactly("cohort-sync.syncs.second.tags.plan: found Other;"
                        + " expected a Pushwoosh tag of its own, neither a sync's tag nor another property's");
    }

    private static String withSecond(String keys) {
        return Yaml.good("  syncs:", "  syncs:\n    second: {cohort: other, tag: Amplitude_Cohorts, " + keys + "}");
    }
}
