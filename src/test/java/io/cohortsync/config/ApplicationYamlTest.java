package io.cohortsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;

/** The file at the top of the repository and the records say the same. */
class ApplicationYamlTest {
    private static final Set<String> GROUPS =
            Set.of("cohort-sync", "amplitude", "pushwoosh", "access", "syncs", "hooks", "retry");

    private static String text;
    private static String defaults;

    @BeforeAll
    static void read() throws IOException {
        text = Files.readString(Path.of("application.yaml"));
        defaults = Files.readString(Path.of("src/main/resources/defaults.yaml"));
    }

    @Test
    void holds_every_key_and_no_other() {
        Map<String, Object> file = new org.yaml.snakeyaml.Yaml().load(text);

        assertThat(inFile("", (Map<?, ?>) file.get("cohort-sync"))).isEqualTo(inRecord("", CohortSyncProperties.class));
    }

    @Test
    void shows_the_defaults() {
        CohortSyncProperties shown = Yaml.load(text);
        CohortSyncProperties defaults = Yaml.load("""
                cohort-sync:
                  amplitude.projects.main: {api-key: "${AMPLITUDE_API_KEY}", secret-key: "${AMPLITUDE_SECRET_KEY}"}
                  pushwoosh.apps.main: {application: "${PUSHWOOSH_APP_CODE}", api-token: "${PUSHWOOSH_API_TOKEN}"}
                  syncs.power-users: {enabled: false, cohort: 9apg8e8f, app: main, tag: Amplitude_Cohorts,
                    cadence: "0 15 6 * * ?"}
                """);

        assertThat(shown.allSyncs()).isEqualTo(defaults.allSyncs());
        assertThat(shown.amplitude()).isEqualTo(defaults.amplitude());
        assertThat(shown.pushwoosh()).isEqualTo(defaults.pushwoosh());
        assertThat(shown.toString()).isEqualTo(defaults.toString().replace("tagValue=null", "tagValue=power-users"));
    }

    @Test
    void comments_every_key() {
        String own = text.substring(text.indexOf("cohort-sync:"), text.indexOf("\nserver:"));

        assertThat(own.lines().filter(line -> line.matches("\\s*[a-z-]+:.*")).filter(line -> !line.contains("#")))
                .allMatch(line -> isGroup(line.strip()));
    }

    @Test
    void the_database_lies_in_the_data_folder_whether_relative_or_not() {
        assertThat(url(Map.of())).isEqualTo("jdbc:h2:file:data/./cohort-sync;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        assertThat(url(Map.of("cohort-sync.data-dir", "/var/lib/x")))
                .isEqualTo("jdbc:h2:file:/var/lib/x/./cohort-sync;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
    }

    private static String url(Map<String, Object> arguments) {
        Environment environment = Yaml.environment(defaults, Map.of(), arguments);
        return environment.getProperty("spring.datasource.url", "");
    }

    private static boolean isGroup(String line) {
        return line.endsWith(":") && Set.of("projects", "apps").contains(line.replace(":", ""))
                || GROUPS.contains(line.replace(":", ""))
                || line.equals("tokens: {}");
    }

    private static Set<String> inFile(String prefix, Map<?, ?> keys) {
        Set<String> found = new TreeSet<>();
        keys.forEach((key, value) -> found.addAll(
                value instanceof Map<?, ?> below && !below.isEmpty()
                        ? inFile(prefix + star(prefix, key) + ".", below)
                        : Set.of(prefix + star(prefix, key))));
        return found;
    }

    /** The name of an entry may be any. */
    private static String star(String prefix, Object key) {
        boolean entry = Stream.of("projects.", "apps.", "syncs.").anyMatch(prefix::endsWith);
        return entry ? "*" : key.toString();
    }

    private static Set<String> inRecord(String prefix, Class<?> type) {
        Set<String> found = new TreeSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String key =
                    prefix + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase();
            found.addAll(below(key, component));
        }
        return found;
    }

    private static Set<String> below(String key, RecordComponent component) {
        if (component.getGenericType() instanceof ParameterizedType map) {
            Class<?> value = (Class<?>) map.getActualTypeArguments()[1];
            boolean shown = value.isRecord() && value != AccessToken.class;
            return shown ? inRecord(key + ".*.", value) : Set.of(key);
        }
        Class<?> type = component.getType();
        return type.isRecord() && type != Cadence.class && type != Folder.class
                ? inRecord(key + ".", type)
                : Set.of(key);
    }
}
