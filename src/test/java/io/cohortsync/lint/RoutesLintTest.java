package io.cohortsync.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files in /routes keep to the house rules: {@code ./mvnw -q test -Dtest=RoutesLintTest}. */
class RoutesLintTest {

    private static final Path ROUTES = Path.of("routes");

    private static RouteRules rules;

    @BeforeAll
    static void load() {
        rules = new RouteRules(Surroundings.ofApplication(ROUTES, RoutesLint.configuration()));
    }

    @Test
    void the_routes_keep_to_the_house_rules() {
        assertThat(rules.check(ROUTES)).as("findings").isEmpty();
    }

    @Test
    void a_method_that_routes_call_is_there_once_and_free_of_camel() {
        new BeanRules().beans().forEach((name, bean) -> {
            assertThat(BeanRules.methods(bean).map(Method::getName))
                    .as("methods of " + name)
                    .doesNotHaveDuplicates();
            assertThat(BeanRules.methods(bean).map(Method::toString))
                    .as("methods of " + name)
                    .noneMatch(method -> method.contains("org.apache.camel"));
        });
    }

    @Test
    void a_terminal_is_told_file_line_and_reason(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("cohort-start.camel.yaml"), "- route:\n    id: cohort-start\n    frm: {}\n");

        List<String> lines = RoutesLint.check("--lint", "--ROUTES_DIR=" + folder);

        assertThat(lines)
                .contains(folder + "/cohort-start.camel.yaml:1: cohort-start: no description")
                .anyMatch(
                        line -> line.startsWith(folder + "/cohort-start.camel.yaml:3: schema: route: property 'frm'"));
        assertThat(RoutesLint.check("--lint")).isEmpty();
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
