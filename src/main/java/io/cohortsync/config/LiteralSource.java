package io.cohortsync.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.EnumerablePropertySource;

/** One property source of Spring's, its keys read as they were written (see {@link LiteralNames}). */
final class LiteralSource implements IterableConfigurationPropertySource {
    private final EnumerablePropertySource<?> source;
    private final Map<ConfigurationPropertyName, String> keys = new LinkedHashMap<>();

    LiteralSource(EnumerablePropertySource<?> source) {
        this.source = source;
        for (String key : source.getPropertyNames()) {
            keys.putIfAbsent(LiteralNames.of(key), key);
        }
    }

    @Override
    public Stream<ConfigurationPropertyName> stream() {
        return keys.keySet().stream();
    }

    @Override
    public @Nullable ConfigurationProperty getConfigurationProperty(ConfigurationPropertyName name) {
        String key = keys.get(name);
        Object value = key == null ? null : source.getProperty(key);
        return value == null ? null : new ConfigurationProperty(name, value, OriginLookup.getOrigin(source, key));
    }

    @Override
    public Object getUnderlyingSource() {
        return source;
    }
}
