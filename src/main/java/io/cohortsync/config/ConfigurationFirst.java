package io.cohortsync.config;

import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Checks the configuration before anything else is made: no database, no port, no warning on top of the sentences. */
class ConfigurationFirst implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        CohortSyncProperties properties = ConfigurationLoader.load(context.getEnvironment());
        context.getEnvironment().getPropertySources().addLast(healthDetails(properties));
    }

    /** What health is made of is for whoever has a role; without a login everybody on this machine may see everything. */
    private static MapPropertySource healthDetails(CohortSyncProperties properties) {
        String who = properties.isWithoutLogin() ? "always" : "when-authorized";
        return new MapPropertySource(
                "health details",
                Map.of(
                        "management.endpoint.health.show-details",
                        who,
                        "management.endpoint.health.roles",
                        Role.READER.name()));
    }
}
