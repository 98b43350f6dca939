package io.cohortsync.ops;

import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.support.PropertyBindingSupport;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What Camel's starters do not do here. */
@Configuration(proxyBeanMethods = false)
class CamelSetup {

    private static final Set<String> WITHOUT_STARTER = Set.of("quartz", "jdbc");

    /**
     * An HTTP client that does what the routes say and nothing by itself: no retries (it would retry 429 and 503 behind every
     * policy), no redirects, no inflating, no cookies.
     */
    @Bean
    HttpClientConfigurer plainHttpClient() {
        return client -> client.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching();
    }

    @Bean("direct-component")
    PatientDirect directComponent() {
        return new PatientDirect();
    }

    /** Binds {@code camel.component.<name>.*} for the components that have no starter (quartz, jdbc). */
    @Bean
    ComponentCustomizer componentProperties(CamelContext camel, Environment environment) {
        return ComponentCustomizer.builder(Component.class)
                .withCondition((name, component) -> WITHOUT_STARTER.contains(name))
                .build((name, component) -> bind(camel, environment, component));
    }

    private static void bind(CamelContext camel, Environment environment, Component component) {
        String prefix = "camel.component." + component.getDefaultName();
        Binder.get(environment)
                .bind(prefix, Bindable.mapOf(String.class, Object.class))
                .ifBound(properties -> bind(camel, component, properties));
    }

    private static void bind(CamelContext camel, Component component, Map<String, Object> properties) {
        PropertyBindingSupport.build()
                .withCamelContext(camel)
                .withTarget(component)
                .withConfigurer(component.getComponentPropertyConfigurer())
                .withProperties(properties)
                .withIgnoreCase(true)
                .bind();
    }
}
