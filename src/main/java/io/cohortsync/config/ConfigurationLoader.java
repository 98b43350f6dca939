package io.cohortsync.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.core.env.ConfigurableEnvironment;

/** Binds and checks; all mistakes are reported together. */
public final class ConfigurationLoader {
    private final ConfigurableEnvironment environment;
    private final Mistakes mistakes = new Mistakes();
    private final MergedSource source;

    private ConfigurationLoader(ConfigurableEnvironment environment) {
        this.environment = environment;
        this.source = MergedSource.of(environment);
    }

    /** The configuration, or an {@link InvalidConfigurationException} with one sentence per mistake. */
    public static CohortSyncProperties load(ConfigurableEnvironment environment) {
        return new ConfigurationLoader(environment).load();
    }

    private CohortSyncProperties load() {
        CohortSyncProperties properties = bind();
        Section root = new Section(CohortSyncProperties.PREFIX, this::written, mistakes);
        new ConfigurationCheck(properties, root).run();
        new ListenCheck(environment, mistakes).check(properties);
        mistakes.throwIfAny();
        return properties;
    }

    private CohortSyncProperties bind() {
        CollectingBindHandler handler = new CollectingBindHandler(mistakes, environment::resolvePlaceholders);
        CohortSyncProperties properties = new Binder(
                        List.of(source), new PropertySourcesPlaceholdersResolver(SecretFiles.behind(environment), null))
                .bindOrCreate(CohortSyncProperties.PREFIX, Bindable.of(CohortSyncProperties.class), handler);
        SameNames.check(environment, mistakes);
        new UnknownKeys(handler.asked(), mistakes).check(source);
        return properties;
    }

    private @Nullable String written(String key) {
        ConfigurationProperty property = source.getConfigurationProperty(LiteralNames.of(key));
        return property == null
                ? null
                : environment.resolvePlaceholders(property.getValue().toString());
    }
}
