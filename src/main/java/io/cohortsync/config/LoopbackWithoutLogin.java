package io.cohortsync.config;

import java.net.InetAddress;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.env.Environment;

/** Without a login and without {@code server.address} Spring Boot would listen to the whole network. */
record LoopbackWithoutLogin(CohortSyncProperties properties, Environment environment)
        implements WebServerFactoryCustomizer<ConfigurableWebServerFactory> {
    @Override
    public void customize(ConfigurableWebServerFactory factory) {
        boolean unset = environment.getProperty("server.address", "").isBlank();
        if (unset && properties.isWithoutLogin()) {
            factory.setAddress(InetAddress.getLoopbackAddress());
        }
    }
}
