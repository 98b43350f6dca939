package io.cohortsync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.cohortsync.member.AddressCase;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationBindingTest {
    private static final String SHORT = """
            cohort-sync:
              amplitude.projects.main: {api-key: a-key, secret-key: a-secret}
              pushwoosh.apps.main: {application: ABCDE-12345, api-token: a-token}
              syncs:
                power-users: {cohort: 9apg8e8f, app: main, tag: Cohorts, guard: , tags: , tag-value: , project: }
            """;

    @Test
    void an_empty_configuration_is_a_good_one() {
        CohortSyncProperties properties = Yaml.load("");

        assertThat(properties.allSyncs()).isEmpty();
        assertThat(properties.dataDir()).isEqualTo(Folder.of("data"));
        assertThat(properties.deliverAttempts()).isEqualTo(3);
        assertThat(properties.retryParked()).isEqualTo(5);
        assertThat(properties.hooks().eachMember()).isFalse();
        assertThat(properties.access().tokens()).isEmpty();
    }

    @Test
    void what_is_left_out_or_empty_gets_its_default() {
        Sync sync = Yaml.load(SHORT).sync("power-users").orElseThrow();

        assertThat(sync)
                .isEqualTo(new Sync(
                        "power-users",
                        true,
                        "main",
                        "9apg8e8f",
                        "main",
                        Cadence.of("daily"),
                        ZoneId.of("UTC"),
                        "user_id",
                        Match.USER_ID,
                        false,
                        AddressCase.KEEP,
                        "Cohorts",
                        "power-users",
                        Mode.MIRROR,
                        Map.of(),
                        true,
                        new GuardLimits(0.5, 0, 0.1, 0.9, false)));
        assertThat(sync.triggerRouteId()).isEqualTo("cohort-trigger-power-users");
        assertThat(sync.identifiedByUserId()).isTrue();
    }

    @Test
    void connections_get_their_defaults() {
        CohortSyncProperties properties = Yaml.load(SHORT);
        Sync sync = properties.sync("power-users").orElseThrow();

        AmplitudeProject project = properties.projectOf(sync);
        assertThat(project.url()).isEqualTo("https://amplitude.com");
        assertThat(project.exportsPerMonth()).isEqualTo(500);
        assertThat(project.exportTimeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(project.apiKey().value()).isEqualTo("a-key");
        PushwooshApp app = properties.appOf(sync);
        assertThat(app.url()).isEqualTo("https://api.pushwoosh.com");
        assertThat(app.batchSize()).isEqualTo(1000);
        assertThat(app.maxInFlight()).isEqualTo(4);
        assertThat(app.jobTimeout()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void the_region_gives_the_address_unless_one_is_configured() {
        String eu = "cohort-sync.amplitude.projects.main: {region: eu, base-url: %s}";

        assertThat(project(eu.formatted("")).url()).isEqualTo("https://analytics.eu.amplitude.com");
        assertThat(project(eu.formatted("http://localhost:1/x/")).url()).isEqualTo("http://localhost:1/x");
    }

    @Test
    void an_environment_variable_reaches_an_entry_with_a_dash_in_its_name() {
        Map<String, Object> variables = Map.of(
                "COHORTSYNC_SYNCS_POWERUSERS_ENABLED", "false",
                "COHORT_SYNC_SYNCS_POWER_USERS_TAG", "Others",
                "COHORTSYNC_SYNCS_POWERUSERS_GUARD_MAXLEAVERS", "7",
                "COHORTSYNC_NOTHING_OF_OURS", "x");

        CohortSyncProperties properties = Yaml.load(SHORT, variables);

        assertThat(properties.syncs()).containsOnlyKeys("power-users");
        Sync sync = properties.sync("power-users").orElseThrow();
        assertThat(sync.enabled()).isFalse();
        assertThat(sync.tag()).isEqualTo("Others");
        assertThat(sync.guard().maxLeavers()).isEqualTo(7);
    }

    @Test
    void an_argument_is_stronger_than_the_environment_and_the_file() {
        Map<String, Object> variables = Map.of("COHORTSYNC_DATADIR", "from-environment", "MINE", "/srv/mine");
        Map<String, Object> arguments = Map.of("cohort-sync.dataDir", "${MINE}");

        CohortSyncProperties properties =
                ConfigurationLoader.load(Yaml.environment("cohort-sync.data-dir: file", variables, arguments));

        assertThat(properties.dataDir()).isEqualTo(Folder.of("/srv/mine"));
    }

    @Test
    void a_folder_on_the_class_path_does_not_take_the_place_of_the_data_folder() {
        assertThat(Yaml.load("cohort-sync.data-dir: META-INF").dataDir()).isEqualTo(Folder.of("META-INF"));
    }

    @Test
    void the_names_of_user_properties_are_kept_letter_by_letter() {
        String tags =
                "tags: {\"gp:First Name\": Name, first.name: Other, Plan_Type: Plan, \"[a b]\": Ab, \"7\": Seven}";

        assertThat(Yaml.load(Yaml.with(SHORT, "tags: ", tags))
                        .sync("power-users")
                        .orElseThrow()
                        .tags())
                .containsOnly(
                        entry("gp:First Name", "Name"),
                        entry("first.name", "Other"),
                        entry("Plan_Type", "Plan"),
                        entry("a b", "Ab"),
                        entry("7", "Seven"));
    }

    private static AmplitudeProject project(String text) {
        return Yaml.load(text).amplitude().projects().get("main");
    }
}
