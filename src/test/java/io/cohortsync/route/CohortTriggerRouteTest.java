package io.cohortsync.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import io.cohortsync.run.RunRequest;
import io.cohortsync.run.Trigger;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

@RouteTest
@TestPropertySource(properties = "routes.under.test=file:routes/cohort-trigger.camel.yaml")
@Import(CohortTriggerRouteTest.Below.class)
class CohortTriggerRouteTest {

    private static final String EVERY_SECOND = "cron=0/1+*+*+*+*+?&trigger.timeZone=Europe/Berlin";

    static class Below extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:cohort-start").to("mock:cohort-start");
        }
    }

    @Autowired
    private CamelContext camel;

    @MockitoBean(name = "runs")
    private RunSteps runs;

    @BeforeEach
    void begin() {
        MockEndpoint.resetMocks(camel);
        when(runs.due(any())).thenAnswer(call -> request(call.getArgument(0)));
    }

    @AfterEach
    void end() throws Exception {
        for (String route : new String[] {"cohort-trigger-a", "cohort-trigger-b"}) {
            if (camel.getRoute(route) != null) {
                camel.getRouteController().stopRoute(route);
                camel.removeRoute(route);
            }
        }
        // what a schedule that fell due too early left behind, as the product does (TriggersTest)
        camel.removeEndpoints("quartz:*");
    }

    @Test
    void fires_by_its_cron_and_can_be_stopped_by_itself() throws Exception {
        add("a", EVERY_SECOND, true);
        add("b", EVERY_SECOND, true);
        mock().expectedMinimumMessageCount(2);
        mock().assertIsSatisfied();

        camel.getRouteController().stopRoute("cohort-trigger-a");
        MockEndpoint.resetMocks(camel);
        mock().expectedBodiesReceived(request("b"));

        mock().assertIsSatisfied();
        assertThat(camel.getRouteController().getRouteStatus("cohort-trigger-b"))
                .isEqualTo(ServiceStatus.Started);
    }

    @Test
    void fires_once_where_that_is_wanted() throws Exception {
        mock().expectedBodiesReceived(request("a"));

        add("a", "trigger.repeatCount=0&trigger.repeatInterval=1000", true);

        mock().setAssertPeriod(1200);
        mock().assertIsSatisfied();
    }

    @Test
    void a_paused_cadence_fires_only_after_it_is_started() throws Exception {
        add("a", EVERY_SECOND, false);
        assertThat(camel.getRouteController().getRouteStatus("cohort-trigger-a"))
                .isEqualTo(ServiceStatus.Stopped);
        mock().expectedMinimumMessageCount(1);

        camel.getRouteController().startRoute("cohort-trigger-a");

        mock().assertIsSatisfied();
    }

    private void add(String sync, String schedule, boolean started) throws Exception {
        TemplatedRouteBuilder.builder(camel, "cohort-trigger")
                .routeId("cohort-trigger-" + sync)
                .parameter("sync", sync)
                .parameter("schedule", schedule)
                .add();
        if (started) {
            camel.getRouteController().startRoute("cohort-trigger-" + sync);
        }
    }

    private static RunRequest request(String sync) {
        return new RunRequest(sync, Trigger.CADENCE, false, false);
    }

    private MockEndpoint mock() {
        return camel.getEndpoint("mock:cohort-start", MockEndpoint.class);
    }
}
