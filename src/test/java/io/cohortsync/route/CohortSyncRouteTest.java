package io.cohortsync.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.same;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunStatus;
import io.cohortsync.run.RunTicket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

@RouteTest
@TestPropertySource(properties = "routes.under.test=file:routes/cohort-sync.camel.yaml,file:routes/hooks.camel.yaml")
@Import({CohortSyncRouteTest.Below.class, MemberPages.class})
@DirtiesContext
class CohortSyncRouteTest {

    private static final String RUN = RouteTestContext.RUN;

    /** The three stages, written down in the order they are done. */
    static class Below extends RouteBuilder {
        final List<String> done = Collections.synchronizedList(new ArrayList<>());
        volatile String next = "export";
        volatile RuntimeException problem;

        @Override
        public void configure() {
            stage("export", "read");
            stage("read", "deliver");
            stage("deliver", "done");
            from("direct:heartbeat").to("mock:heartbeat");
        }

        private void stage(String name, String then) {
            from("direct:cohort-" + name).errorHandler(noErrorHandler()).process(exchange -> {
                done.add(name + " " + exchange.getVariable("runId"));
                if (problem != null) {
                    throw problem;
                }
                next = then;
            });
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

    private final RunReport report = new RunReport(
            RUN, "vip", null, false, RunStatus.SUCCEEDED, null, null, 1, null, null, null, null, 0, 0, true);

    @BeforeEach
    void begin() throws Exception {
        below.done.clear();
        below.next = "export";
        below.problem = null;
        if (camel.hasEndpoint("mock:finished") == null) {
            AdviceWith.adviceWith(
                    camel, "run-finished", advice -> advice.weaveAddLast().to("mock:finished"));
        }
        MockEndpoint.resetMocks(camel);
        when(runs.isAt(any(), any())).thenAnswer(call -> below.next.equals(call.getArgument(1)));
        when(runs.close(RUN)).thenReturn(report);
        when(runs.begins(RUN)).thenReturn(true);
    }

    @Test
    void does_the_stages_in_order_and_tells_the_hook() throws Exception {
        hook().expectedBodiesReceived(report);

        run();

        assertThat(below.done).containsExactly("export run-1", "read run-1", "deliver run-1");
        hook().assertIsSatisfied();
        verify(runs, never()).fail(any(), any());
        verify(runs).close(RUN);
    }

    @Test
    void a_run_that_is_under_way_is_not_carried_out_twice() throws Exception {
        when(runs.begins(RUN)).thenReturn(false);

        run();

        assertThat(below.done).isEmpty();
        verify(runs, never()).close(any());
    }

    @Test
    void a_run_waits_while_the_route_that_carries_it_out_is_stopped() throws Exception {
        camel.getRouteController().stopRoute("cohort-run");

        Exchange done = run();
        camel.getRouteController().startRoute("cohort-run");

        assertThat(done.isFailed()).isFalse();
        verify(runs).putBack(RUN);
        verify(runs, never()).close(any());
    }

    @Test
    void goes_on_where_the_run_was_interrupted() throws Exception {
        below.next = "deliver";

        run();

        assertThat(below.done).containsExactly("deliver run-1");
    }

    @Test
    void a_run_that_is_held_or_skipped_does_no_further_stage() throws Exception {
        below.next = "done";

        run();

        assertThat(below.done).isEmpty();
        verify(runs).close(RUN);
    }

    @Test
    void a_stage_that_fails_is_recorded_and_the_run_closed() throws Exception {
        below.problem = new IllegalStateException("broken");
        hook().expectedMessageCount(1);

        Exchange done = run();

        assertThat(done.isFailed()).isFalse();
        assertThat(below.done).containsExactly("export run-1");
        var order = inOrder(runs);
        order.verify(runs).fail(org.mockito.ArgumentMatchers.eq(RUN), same(below.problem));
        order.verify(runs).close(RUN);
        hook().assertIsSatisfied();
    }

    @Test
    void the_hook_is_not_told_of_a_run_that_is_merely_interrupted() throws Exception {
        when(runs.close(RUN)).thenReturn(null);
        hook().expectedMessageCount(0);

        run();

        hook().assertIsSatisfied();
    }

    @Test
    void a_failing_hook_changes_nothing() throws Exception {
        hook().whenAnyExchangeReceived(exchange -> {
            throw new IllegalStateException("hook");
        });
        hook().expectedMessageCount(1);

        assertThat(run().isFailed()).isFalse();

        hook().assertIsSatisfied();
        verify(runs, never()).fail(any(), any());
    }

    @Test
    void the_hook_sees_no_header_of_ours() throws Exception {
        hook().expectedMessageCount(1);

        run();

        hook().assertIsSatisfied();
        assertThat(hook().getReceivedExchanges().get(0).getMessage().getHeaders())
                .isEmpty();
    }

    private MockEndpoint hook() {
        return camel.getEndpoint("mock:finished", MockEndpoint.class);
    }

    private Exchange run() {
        RunTicket ticket = mock(RunTicket.class);
        when(ticket.runId()).thenReturn(RUN);
        return producer.request("direct:cohort-sync", exchange -> {
            exchange.getMessage().setBody(ticket);
            exchange.getMessage().setHeader("Set-Cookie", "left over");
        });
    }
}
