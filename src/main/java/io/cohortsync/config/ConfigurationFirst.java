package io.cohortsync.config;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Checks the configuration before anything else is made: no database, no port, no warning on top of the sentences. */
class ConfigurationFirst implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurationLoader.load(context.getEnvironment());
    }
}
