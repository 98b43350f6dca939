package io.cohortsync.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/**
 * In the profile {@code demo}, and in no other: starts the twins before the configuration is read, as it needs their
 * addresses. Without the profile no twin is even loaded.
 */
public class DemoStart implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if (context.getEnvironment().acceptsProfiles(Profiles.of("demo"))) {
            start(context);
        }
    }

    private static void start(ConfigurableApplicationContext context) {
        DemoTwins twins = DemoTwins.start();
        context.getBeanFactory().registerSingleton("demoTwins", twins);
        // registered first, so ended last: after the database has let go of the data directory
        ((DefaultListableBeanFactory) context.getBeanFactory()).registerDisposableBean("demoTwins", twins::close);
        ConfigurableEnvironment environment = context.getEnvironment();
        environment.getPropertySources().addFirst(configuration());
        environment.getPropertySources().addFirst(new MapPropertySource("demoAddresses", addresses(twins)));
    }

    private static PropertySource<?> configuration() {
        try {
            return new YamlPropertySourceLoader()
                    .load("demo", new ClassPathResource("demo/demo.yaml"))
                    .get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> addresses(DemoTwins twins) {
        return Map.of(
                "cohort-sync.data-dir", twins.dataDir().toString(),
                "cohort-sync.amplitude.projects.main.base-url",
                        twins.amplitude().apiUrl().toString(),
                "cohort-sync.pushwoosh.apps.main.base-url",
                        twins.pushwoosh().url().toString());
    }
}
