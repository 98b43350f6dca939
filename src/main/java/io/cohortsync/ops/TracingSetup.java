package io.cohortsync.ops;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Traces of the routes by OpenTelemetry, off unless {@code otel.traces.exporter} is {@code otlp}. Every {@code otel.*} key of
 * the SDK may be set, in application.yaml or as its environment variable.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "otel.traces.exporter", havingValue = "otlp")
class TracingSetup {

    /** Weaker than what is configured. A trace ends with us: the two services get no header of it. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "cohort-sync",
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none",
            "otel.propagators", "none");

    @Bean
    OpenTelemetrySdk openTelemetry(Environment environment) {
        return AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                .addPropertiesSupplier(() -> DEFAULTS)
                .addPropertiesCustomizer(properties -> configured(environment))
                .addSpanExporterCustomizer((exporter, properties) -> new SafeSpanExporter(exporter))
                .build()
                .getOpenTelemetrySdk();
    }

    private static Map<String, String> configured(Environment environment) {
        Map<String, String> properties = new HashMap<>();
        Binder.get(environment)
                .bind("otel", Bindable.mapOf(String.class, String.class))
                .ifBound(found -> found.forEach((key, value) -> properties.put("otel." + key, value)));
        return properties;
    }

    /** Before the routes are there: each of them gets its tracing when it is added. */
    @Bean
    CamelContextConfiguration tracedRoutes(OpenTelemetrySdk telemetry) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext camel) {
                camel.getRegistry().bind("tracer", telemetry.getTracer("camel"));
                camel.getRegistry().bind("propagators", telemetry.getPropagators());
                new OpenTelemetryTracer().init(camel);
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {}
        };
    }
}
