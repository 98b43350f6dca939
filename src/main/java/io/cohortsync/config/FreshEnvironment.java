package io.cohortsync.config;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.DefaultResourceLoader;

/** What the environment would be if the application started now: its files are read again, all else is as it was. */
public final class FreshEnvironment {

    private static final String ATTACHED = "configurationProperties";

    private FreshEnvironment() {}

    /** @param running is left as it is */
    public static ConfigurableEnvironment of(ConfigurableEnvironment running) {
        List<PropertySource<?>> stronger = new ArrayList<>();
        List<PropertySource<?>> weaker = new ArrayList<>();
        boolean filesSeen = false;
        for (PropertySource<?> source : running.getPropertySources()) {
            if (isFile(source)) {
                filesSeen = true;
            } else if (!source.getName().equals(ATTACHED)) {
                (filesSeen ? weaker : stronger).add(source);
            }
        }
        return read(stronger, weaker, running.getActiveProfiles());
    }

    private static ConfigurableEnvironment read(
            List<PropertySource<?>> stronger, List<PropertySource<?>> weaker, String[] profiles) {
        StandardEnvironment fresh = new StandardEnvironment();
        fresh.getPropertySources().stream()
                .map(PropertySource::getName)
                .toList()
                .forEach(fresh.getPropertySources()::remove);
        stronger.forEach(fresh.getPropertySources()::addLast);
        ConfigDataEnvironmentPostProcessor.applyTo(fresh, new DefaultResourceLoader(), null, profiles);
        weaker.forEach(fresh.getPropertySources()::addLast);
        return fresh;
    }

    /** Files of properties and trees of secrets, as Spring Boot names them. */
    private static boolean isFile(PropertySource<?> source) {
        return source.getName().startsWith("Config resource ")
                || source.getName().startsWith("Config tree ");
    }
}
