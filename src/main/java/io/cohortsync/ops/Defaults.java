package io.cohortsync.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ClassPathResource;

/** Adds defaults.yaml behind every other source, so that application.yaml holds only what an operator decides; and H2's. */
class Defaults implements EnvironmentPostProcessor, Ordered {

    private static final String OBJECT_CACHE = "h2.objectCache";

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    /** H2 takes it as a system property alone, and before its first class is loaded. */
    private static void noObjectCache() {
        // the cache costs a look-up for each value that is read or written, and a tenth of a first sync
        System.setProperty(OBJECT_CACHE, System.getProperty(OBJECT_CACHE, "false"));
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        noObjectCache();
        try {
            new YamlPropertySourceLoader()
                    .load("defaults", new ClassPathResource("defaults.yaml"))
                    .forEach(environment.getPropertySources()::addLast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
