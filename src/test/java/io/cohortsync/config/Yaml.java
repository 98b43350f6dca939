package io.cohortsync.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/** An environment made of one YAML text, some environment variables and some command line arguments. */
final class Yaml {
    private Yaml() {}

    /** Binds and checks the text. */
    static CohortSyncProperties load(String text) {
        return ConfigurationLoader.load(environment(text, Map.of(), Map.of()));
    }

    static CohortSyncProperties load(String text, Map<String, Object> variables) {
        return ConfigurationLoader.load(environment(text, variables, Map.of()));
    }

    static StandardEnvironment environment(String text, Map<String, Object> variables, Map<String, Object> arguments) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        environment.getPropertySources().addLast(new MapPropertySource("commandLineArgs", arguments));
        environment.getPropertySources().addLast(new SystemEnvironmentPropertySource("systemEnvironment", variables));
        sources(new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)))
                .forEach(environment.getPropertySources()::addLast);
        return environment;
    }

    static List<String> mistakesOf(String text) {
        return mistakesOf(environment(text, Map.of(), Map.of()));
    }

    static List<String> mistakesOf(StandardEnvironment environment) {
        return catchThrowableOfType(InvalidConfigurationException.class, () -> ConfigurationLoader.load(environment))
                .mistakes();
    }

    /** {@code good.yaml} with a line replaced. */
    static String good(String line, String replacement) {
        return with(resource("good.yaml"), line, replacement);
    }

    static String resource(String name) {
        try (InputStream stream = Yaml.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<PropertySource<?>> sources(Resource resource) {
        try {
            return new YamlPropertySourceLoader().load("application.yaml", resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text with a line of it replaced; the line must be there. */
    static String with(String text, String line, String replacement) {
        if (!text.contains(line)) {
            throw new IllegalArgumentException("not in the text: " + line);
        }
        return text.replace(line, replacement);
    }
}
