package io.cohortsync.config;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Makes the checked configuration a bean. */
@Configuration(proxyBeanMethods = false)
class CohortSyncConfiguration {
    @Bean
    CohortSyncProperties cohortSyncProperties(ConfigurableEnvironment environment) {
        return Binder.get(environment)
                .bindOrCreate(CohortSyncProperties.PREFIX, Bindable.of(CohortSyncProperties.class));
    }
}
