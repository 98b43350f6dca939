package io.cohortsync.config;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Makes the checked configuration a bean. */
@Configuration(proxyBeanMethods = false)
class CohortSyncConfiguration {
    @Bean
    static CohortSyncProperties cohortSyncProperties(ConfigurableEnvironment environment) {
        return ConfigurationLoader.load(environment);
    }

    /** Whoever reads it while the application runs asks here: it can be reloaded. */
    @Bean
    LiveConfiguration liveConfiguration(CohortSyncProperties properties) {
        return new LiveConfiguration(properties);
    }

    @Bean
    LoopbackWithoutLogin loopbackWithoutLogin(CohortSyncProperties properties, Environment environment) {
        return new LoopbackWithoutLogin(properties, environment);
    }
}
