package io.cohortsync.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Answers for {@code NAME} with the file that {@code NAME_FILE} names, as containers are given secrets. The file is not read here
 * but by {@link Secret}, again and again.
 */
final class SecretFiles extends PropertySource<ConfigurableEnvironment> {
    private static final String SUFFIX = "_FILE";

    private SecretFiles(ConfigurableEnvironment environment) {
        super("secretFiles", environment);
    }

    /** The environment's sources, and this one behind them: a variable that is set itself is stronger. */
    static List<PropertySource<?>> behind(ConfigurableEnvironment environment) {
        List<PropertySource<?>> sources = new ArrayList<>();
        environment.getPropertySources().forEach(sources::add);
        sources.add(new SecretFiles(environment));
        return sources;
    }

    @Override
    public @Nullable Object getProperty(String name) {
        String file = name.endsWith(SUFFIX) ? null : getSource().getProperty(name + SUFFIX);
        return file == null || file.isBlank() ? null : Secret.FILE + file.strip();
    }
}
