package io.cohortsync.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * All properties below {@code cohort-sync}, the strongest source's value under the weakest source's spelling.
 *
 * <p>An environment variable cannot spell {@code power-users}: with Spring's own sources
 * {@code COHORTSYNC_SYNCS_POWERUSERS_ENABLED} would make a second entry {@code powerusers} beside it.
 */
final class MergedSource implements IterableConfigurationPropertySource {
    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of(CohortSyncProperties.PREFIX);

    private final List<ConfigurationPropertySource> strongestFirst;
    private final Set<ConfigurationPropertyName> names = new LinkedHashSet<>();
    private final Map<ConfigurationPropertyName, String> spelling = new HashMap<>();

    private MergedSource(List<ConfigurationPropertySource> strongestFirst) {
        this.strongestFirst = strongestFirst;
        List<ConfigurationPropertySource> weakestFirst = new ArrayList<>(strongestFirst);
        Collections.reverse(weakestFirst);
        weakestFirst.forEach(source -> names(source).map(this::spelled).forEach(names::add));
    }

    static MergedSource of(ConfigurableEnvironment environment) {
        return new MergedSource(environment.getPropertySources().stream()
                .map(MergedSource::source)
                .filter(Objects::nonNull)
                .toList());
    }

    @Override
    public Stream<ConfigurationPropertyName> stream() {
        return names.stream();
    }

    @Override
    public @Nullable ConfigurationProperty getConfigurationProperty(ConfigurationPropertyName name) {
        return strongestFirst.stream()
                .map(source -> source.getConfigurationProperty(name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Whether it stands in a file or on the command line; other programs' variables are no mistake of ours. */
    boolean isWritten(ConfigurationPropertyName name) {
        return strongestFirst.stream()
                .anyMatch(source ->
                        source instanceof LiteralSource literal && literal.getConfigurationProperty(name) != null);
    }

    private ConfigurationPropertyName spelled(ConfigurationPropertyName name) {
        StringBuilder result = new StringBuilder(CohortSyncProperties.PREFIX);
        for (int i = 1; i < name.getNumberOfElements(); i++) {
            String written = LiteralNames.element(name, i);
            result.append(spelling.computeIfAbsent(name.chop(i + 1), prefix -> written));
        }
        return ConfigurationPropertyName.adapt(result, '.');
    }

    private static Stream<ConfigurationPropertyName> names(ConfigurationPropertySource source) {
        return source instanceof IterableConfigurationPropertySource iterable
                ? iterable.stream().filter(ROOT::isAncestorOf)
                : Stream.empty();
    }

    private static @Nullable ConfigurationPropertySource source(PropertySource<?> source) {
        if (source instanceof SystemEnvironmentPropertySource) {
            return ConfigurationPropertySource.from(source);
        }
        return source instanceof EnumerablePropertySource<?> enumerable ? new LiteralSource(enumerable) : null;
    }
}
