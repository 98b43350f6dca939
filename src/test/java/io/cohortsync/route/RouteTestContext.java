package io.cohortsync.route;

import static org.mockito.Mockito.mock;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.cohortsync.run.ActiveRuns;
import io.cohortsync.run.TargetCheck;
import io.cohortsync.run.TestRuns;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

/** What every route test needs: Camel as the product sets it up, a run, and WireMock in the place of both remotes. */
@EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@ComponentScan(
        basePackages = "io.cohortsync.ops",
        useDefaultFilters = false,
        includeFilters = @Filter(type = FilterType.REGEX, pattern = ".*\\.CamelSetup"))
class RouteTestContext {

    /** The id of the run that a test works on. */
    static final String RUN = "run-1";

    /** Makes an exchange one of that run. */
    static void about(Exchange exchange) {
        exchange.setVariable("runId", RUN);
    }

    @Bean(destroyMethod = "stop")
    WireMockServer remote() {
        WireMockServer server = new WireMockServer(
                WireMockConfiguration.options().dynamicPort().gzipDisabled(true).containerThreads(12));
        server.start();
        return server;
    }

    @Bean
    TestRuns testRuns(WireMockServer remote) {
        return new TestRuns(remote.baseUrl());
    }

    @Bean
    ActiveRuns activeRuns(TestRuns runs) {
        return runs.active();
    }

    /** Every run has the target it always had. */
    @Bean
    TargetCheck targetCheck() {
        return mock(TargetCheck.class);
    }

    /** Breakers that never open; {@code BreakerPolicyTest} has those that do. */
    @Bean
    Policy amplitudeBreaker() {
        return new NoPolicy();
    }

    @Bean
    Policy pushwooshBreaker() {
        return new NoPolicy();
    }

    private static final class NoPolicy implements Policy {
        @Override
        public void beforeWrap(Route route, NamedNode definition) {
            // nothing to prepare
        }

        @Override
        public Processor wrap(Route route, Processor call) {
            return call;
        }
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean(destroyMethod = "shutdown")
    ExecutorService runThreads() {
        return Executors.newCachedThreadPool();
    }

    @Bean(destroyMethod = "shutdown")
    ExecutorService deliveryThreads() {
        return Executors.unconfigurableExecutorService(Executors.newCachedThreadPool());
    }
}
