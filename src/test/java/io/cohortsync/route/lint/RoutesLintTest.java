package io.cohortsync.route.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The files in /routes keep to the house rules: {@code ./mvnw -q test -Dtest=RoutesLintTest}. */
class RoutesLintTest {

    private static final Path ROUTES = Path.of("routes");

    private static RouteRules rules;

    @BeforeAll
    static void load() throws IOException {
        rules = new RouteRules(Surroundings.ofProject());
    }

    @Test
    void the_routes_keep_to_the_house_rules() {
        assertThat(rules.check(ROUTES)).as("findings").isEmpty();
    }

    @Test
    void the_number_of_steps_of_each_route_is_written_down() throws IOException {
        String table = rules.steps(ROUTES).entrySet().stream()
                .map(route -> "%3d  %s".formatted(route.getValue(), route.getKey()))
                .collect(Collectors.joining("\n", "", "\n"));
        Files.writeString(Path.of("target", "route-steps.txt"), table);

        rules.warnings(ROUTES).forEach(warning -> System.out.println("warning: " + warning));
        assertThat(table).contains("cohort-sync");
    }
}
