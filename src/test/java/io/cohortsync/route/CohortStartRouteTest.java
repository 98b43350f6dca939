package io.cohortsync.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import io.cohortsync.run.RunRequest;
import io.cohortsync.run.RunTicket;
import io.cohortsync.run.Trigger;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

@RouteTest
@TestPropertySource(properties = "routes.under.test=file:routes/cohort-start.camel.yaml")
@Import(CohortStartRouteTest.Below.class)
class CohortStartRouteTest {

    private static final RunRequest REQUEST = new RunRequest("vip", Trigger.MANUAL, false, false);

    static class Below extends RouteBuilder {
        volatile CountDownLatch slow = new CountDownLatch(0);

        @Override
        public void configure() {
            from("direct:cohort-sync").process(exchange -> slow.await()).to("mock:cohort-sync");
        }
    }

    @Autowired
    private CamelContext camel;

    @Autowired
    private ProducerTemplate producer;

    @Autowired
    private Below below;

    @MockitoBean(name = "runs")
    private RunSteps runs;

    @BeforeEach
    void begin() {
        MockEndpoint.resetMocks(camel);
        below.slow = new CountDownLatch(0);
    }

    @Test
    void opens_a_run_and_lets_it_go_on_a_thread_of_its_own() throws Exception {
        RunTicket ticket = new RunTicket(true, "run-1", null);
        when(runs.open(REQUEST)).thenReturn(ticket);
        below.slow = new CountDownLatch(1);
        mock().expectedBodiesReceived(ticket);

        Object answer = producer.requestBody("direct:cohort-start", REQUEST);

        assertThat(answer).as("while the run is under way").isEqualTo(ticket);
        below.slow.countDown();
        mock().assertIsSatisfied();
    }

    @Test
    void a_refused_request_starts_nothing_and_is_answered() throws Exception {
        RunTicket refused = new RunTicket(false, "run-0", "a run is under way");
        when(runs.open(REQUEST)).thenReturn(refused);
        mock().expectedMessageCount(0);

        assertThat(producer.requestBody("direct:cohort-start", REQUEST)).isEqualTo(refused);

        mock().assertIsSatisfied(100);
    }

    @Test
    void a_run_that_is_taken_up_goes_on() throws Exception {
        RunTicket ticket = new RunTicket(true, "run-1", null);
        mock().expectedBodiesReceived(ticket);

        producer.sendBody("direct:cohort-resume", ticket);

        mock().assertIsSatisfied(TimeUnit.SECONDS.toMillis(5));
    }

    private MockEndpoint mock() {
        return camel.getEndpoint("mock:cohort-sync", MockEndpoint.class);
    }
}
