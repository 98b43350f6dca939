package io.cohortsync.ops;

import io.cohortsync.config.InvalidConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/** Says in a sentence that the routes are missing, instead of starting without them. The folder may be a symbolic link. */
class RoutesFolder implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final String PATTERN = "camel.main.routes-include-pattern";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Environment environment = context.getEnvironment();
        Path folder = Path.of(environment.getProperty("ROUTES_DIR", "routes"));
        boolean isUsed = ("file:" + folder + "/*.camel.yaml").equals(environment.getProperty(PATTERN));
        if (isUsed && !Files.exists(folder.resolve("cohort-sync.camel.yaml"))) {
            throw new InvalidConfigurationException(List.of("routes: found no cohort-sync.camel.yaml in "
                    + folder.toAbsolutePath()
                    + "; expected the folder routes with the product's YAML files. Start in the directory that holds"
                    + " application.yaml and routes, or set ROUTES_DIR"));
        }
        if (isUsed && Files.isSymbolicLink(folder)) {
            follow(folder, context.getEnvironment());
        }
    }

    /** Camel looks into no folder that is a symbolic link. */
    private static void follow(Path folder, ConfigurableEnvironment environment) {
        try {
            String pattern = "file:" + folder.toRealPath() + "/*.camel.yaml";
            environment.getPropertySources().addFirst(new MapPropertySource("routes", Map.of(PATTERN, pattern)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
