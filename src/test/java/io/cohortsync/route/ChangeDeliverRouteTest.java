package io.cohortsync.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.cohortsync.fault.AccessRefusedException;
import io.cohortsync.fault.BatchRefusedException;
import io.cohortsync.fault.JobNotDoneException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

@RouteTest
@TestPropertySource(properties = "routes.under.test=file:routes/change-deliver.camel.yaml")
@Import({ChangeBatches.class, ChangeDeliverRouteTest.Below.class})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DirtiesContext
class ChangeDeliverRouteTest {

    // Each test waits until its batches have given their places back: a late one would be counted by the next test.

    /** The routes that change-deliver calls. */
    static class Below extends RouteBuilder {
        @Override
        public void configure() {
            for (String route : List.of("change-post", "change-confirm", "change-bisect", "change-resend")) {
                from("direct:" + route).errorHandler(noErrorHandler()).to("mock:" + route);
            }
        }
    }

    @Autowired
    private CamelContext camel;

    @Autowired
    private ProducerTemplate producer;

    @Autowired
    private ExecutorService deliveryThreads;

    @MockitoBean(name = "changes")
    private ChangeSteps changes;

    @MockitoBean(name = "pushwoosh")
    private PushwooshSteps pushwoosh;

    @BeforeEach
    void begin() throws Exception {
        MockEndpoint.resetMocks(camel);
        when(changes.admit(any())).thenReturn(true);
        doAnswer(call -> List.of(call.<ChangeBatch>getArgument(0)))
                .when(pushwoosh)
                .parts(any());
    }

    // ---- collecting ----

    @Test
    void pages_are_collected_into_batches() throws Exception {
        mock("change-confirm").expectedMessageCount(2);

        send("a", 250, false);
        send("a", 250, true);
        send("a", 250, false);
        send("a", 100, true);

        mock("change-confirm").assertIsSatisfied();
        assertThat(batches("change-confirm"))
                .extracting(batch -> batch.changes().size())
                .containsExactlyInAnyOrder(500, 350);
        verify(changes, timeout(5000).times(2)).leave(any());
        verify(changes, never()).stop(any(), any());
    }

    @Test
    void batches_of_two_runs_do_not_mix() throws Exception {
        mock("change-post").expectedMessageCount(2);

        send("a", 250, false);
        send("b", 250, false);
        send("a", 1, true);
        send("b", 2, true);

        mock("change-post").assertIsSatisfied();
        assertThat(batches("change-post"))
                .extracting(batch -> batch.runId() + batch.changes().size())
                .containsExactlyInAnyOrder("a251", "b252");
        verify(changes, timeout(5000).times(2)).leave(any());
    }

    @Test
    void an_incomplete_batch_is_sent_when_the_route_is_stopped() throws Exception {
        mock("change-confirm").expectedMessageCount(1);
        send("a", 250, false);

        camel.getRouteController().stopRoute("change-deliver");
        camel.getRouteController().startRoute("change-deliver");

        mock("change-confirm").assertIsSatisfied();
        assertThat(batches("change-confirm"))
                .singleElement()
                .satisfies(batch -> assertThat(batch.changes()).hasSize(250));
        verify(changes, timeout(5000)).leave(any());
    }

    @Test
    void a_batch_that_finds_the_next_route_stopped_is_said_to_be_lost() throws Exception {
        camel.getRouteController().stopRoute("change-batch");

        send("a", 5, true);

        verify(changes, timeout(5000)).lost(any());
        camel.getRouteController().startRoute("change-batch");
        verify(changes, never()).admit(any());
    }

    // ---- places and threads ----

    @Test
    void a_batch_that_is_not_admitted_is_not_sent() throws Exception {
        when(changes.admit(any())).thenReturn(false);
        mock("change-post").expectedMessageCount(0);

        send("a", 10, true);

        mock("change-post").assertIsSatisfied();
        verify(changes, never()).leave(any());
    }

    @Test
    void sending_does_not_hold_up_the_reader() throws Exception {
        CountDownLatch under = new CountDownLatch(2);
        CountDownLatch slow = new CountDownLatch(1);
        doAnswer(call -> {
                    under.countDown();
                    slow.await();
                    return List.of();
                })
                .when(pushwoosh)
                .parts(any());

        send("a", 10, true);
        send("a", 10, true);

        assertThat(under.await(5, TimeUnit.SECONDS)).isTrue();
        verify(changes, never()).leave(any());
        slow.countDown();
        verify(changes, timeout(5000).times(2)).leave(any());
    }

    @Test
    void a_batch_in_two_parts_has_one_place() throws Exception {
        ChangeBatch joins = Changes.batch("a", 3);
        ChangeBatch others = Changes.batch("a", 2);
        doReturn(List.of(joins, others)).when(pushwoosh).parts(any());
        mock("change-confirm").expectedMessageCount(2);

        send("a", 5, true);

        mock("change-confirm").assertIsSatisfied();
        verify(changes, timeout(5000).times(1)).leave(any());
    }

    // ---- the owner of a batch records what became of it ----

    @Test
    void a_refused_batch_is_halved() throws Exception {
        failsWith(new BatchRefusedException("bad"));
        mock("change-bisect").expectedMessageCount(1);

        send("a", 5, true);

        mock("change-bisect").assertIsSatisfied();
        verify(changes, timeout(5000).times(1)).leave(any());
        verify(changes, never()).stop(any(), any());
    }

    @Test
    void a_batch_whose_job_is_not_done_is_sent_again() throws Exception {
        failsWith(new JobNotDoneException("lost"));
        mock("change-resend").expectedMessageCount(1);
        mock("change-confirm").expectedMessageCount(0);

        send("a", 5, true);

        mock("change-resend").assertIsSatisfied();
        mock("change-confirm").assertIsSatisfied();
        verify(changes, timeout(5000).times(1)).leave(any());
    }

    @Test
    void every_other_failure_stops_the_runs_delivery_with_its_own_exception() {
        AccessRefusedException refused = new AccessRefusedException("no");
        failsWith(refused);

        send("a", 5, true);

        verify(changes, timeout(5000)).stop(any(), org.mockito.ArgumentMatchers.same(refused));
        verify(changes, timeout(5000).times(1)).leave(any());
    }

    @Test
    void the_place_is_given_back_even_if_the_failure_cannot_be_recorded() {
        failsWith(new IllegalStateException("database away"));
        doThrow(new IllegalStateException("still away")).when(changes).stop(any(), any());

        send("a", 5, true);

        verify(changes, timeout(5000).times(1)).leave(any());
    }

    @Test
    void a_batch_begins_with_no_tries_of_another() throws Exception {
        mock("change-post").expectedMessageCount(1);

        producer.sendBodyAndHeader(
                "direct:change-deliver",
                new ChangePage("a", Changes.joins(0, 5), true),
                Exchange.REDELIVERY_COUNTER,
                9);

        mock("change-post").assertIsSatisfied();
        Exchange sent = mock("change-post").getReceivedExchanges().get(0);
        assertThat(sent.getMessage().getHeaders()).doesNotContainKey(Exchange.REDELIVERY_COUNTER);
        verify(changes, timeout(5000).times(1)).leave(any());
    }

    /** The last: it ends the threads. */
    @Test
    @Order(Integer.MAX_VALUE)
    void the_place_is_given_back_when_no_thread_is_to_be_had() {
        deliveryThreads.shutdown();

        send("a", 5, true);

        verify(changes, timeout(5000).times(1)).leave(any());
    }

    private void failsWith(Exception problem) {
        mock("change-post").whenAnyExchangeReceived(exchange -> {
            throw problem;
        });
    }

    private MockEndpoint mock(String route) {
        return camel.getEndpoint("mock:" + route, MockEndpoint.class);
    }

    private List<ChangeBatch> batches(String route) {
        return mock(route).getReceivedExchanges().stream()
                .map(exchange -> exchange.getVariable("batch", ChangeBatch.class))
                .toList();
    }

    private void send(String run, int size, boolean endsBatch) {
        producer.sendBody("direct:change-deliver", new ChangePage(run, Changes.joins(0, size), endsBatch));
    }
}
