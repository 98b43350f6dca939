package io.cohortsync.ops;

import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.route.ChangeBatch;
import io.cohortsync.run.ActiveRun;
import io.cohortsync.run.ActiveRuns;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Policy;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The policies {@code amplitudeBreaker} and {@code pushwooshBreaker} of the routes, and what is shown of them. */
@Configuration(proxyBeanMethods = false)
class BreakerSetup {

    @Bean
    RemoteBreakers remoteBreakers(LiveConfiguration configuration, MeterRegistry meters, Clock clock) {
        return new RemoteBreakers(() -> configuration.now().circuitBreaker(), meters, clock);
    }

    /** For calls of the run in the variable {@code runId}. */
    @Bean
    Policy amplitudeBreaker(RemoteBreakers breakers, ActiveRuns active) {
        return new BreakerPolicy(
                breakers,
                exchange -> "amplitude."
                        + active.get(exchange.getVariable("runId", String.class))
                                .sync()
                                .project());
    }

    /** For calls about the batch in the variable {@code batch}. */
    @Bean
    Policy pushwooshBreaker(RemoteBreakers breakers, ActiveRuns active) {
        return new BreakerPolicy(
                breakers,
                exchange -> "pushwoosh." + run(exchange, active).sync().app());
    }

    private static ActiveRun run(Exchange exchange, ActiveRuns active) {
        return active.get(exchange.getVariable("batch", ChangeBatch.class).runId());
    }

    /** Always up: a remote that is away is no fault of this application, and no restart would help. */
    @Bean
    HealthIndicator remotesHealthIndicator(RemoteBreakers breakers) {
        return () -> Health.up().withDetails(breakers.states()).build();
    }
}
