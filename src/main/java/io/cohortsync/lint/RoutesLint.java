package io.cohortsync.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertyResolver;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/** Checks a folder of routes by the house rules; the application need not be up, nor be able to start. */
public final class RoutesLint {

    private RoutesLint() {}

    /**
     * Checks the routes that a server started with these arguments would have.
     *
     * @return lines for a terminal: {@code file:line: reason}; none if all is well
     */
    public static List<String> check(String... args) {
        PropertyResolver configuration = configuration(args);
        Path folder = Path.of(configuration.getProperty("ROUTES_DIR", "routes"));
        return new RouteRules(Surroundings.ofApplication(folder, configuration))
                .check(folder).stream().map(finding -> folder + "/" + finding).toList();
    }

    /** What Spring Boot would make of the arguments, the environment and application.yaml. */
    static PropertyResolver configuration(String... args) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(args));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        try {
            new YamlPropertySourceLoader()
                    .load("defaults", new ClassPathResource("defaults.yaml"))
                    .forEach(environment.getPropertySources()::addLast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return environment;
    }
}
