package io.cohortsync.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

@RouteTest
@TestPropertySource(properties = "routes.under.test=file:routes/cohort-deliver.camel.yaml")
@Import(CohortDeliverRouteTest.Below.class)
class CohortDeliverRouteTest {

    private static final String RUN = RouteTestContext.RUN;

    static class Below extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:change-deliver").routeId("change-deliver").to("mock:change-deliver");
        }
    }

    @Autowired
    private CamelContext camel;

    @Autowired
    private ProducerTemplate producer;

    @MockitoBean(name = "changes")
    private ChangeSteps changes;

    @BeforeEach
    void begin() {
        MockEndpoint.resetMocks(camel);
        Iterator<ChangePage> pages = Stream.of(250, 100)
                .map(size -> new ChangePage(RUN, Changes.joins(0, size), size == 100))
                .iterator();
        when(changes.pages(RUN)).thenReturn(pages);
        when(changes.isOpen(RUN)).thenReturn(true);
    }

    @AfterEach
    void open() throws Exception {
        camel.getRouteController().startRoute("change-deliver");
    }

    @Test
    void hands_over_every_page_and_then_waits_for_the_batches() throws Exception {
        mock().expectedMessageCount(2);

        assertThat(deliver().isFailed()).isFalse();

        mock().assertIsSatisfied();
        var order = inOrder(changes);
        order.verify(changes).pages(RUN);
        order.verify(changes).await(RUN);
    }

    @Test
    void waits_while_the_delivery_is_stopped_and_goes_on_when_it_is_started() throws Exception {
        mock().expectedMessageCount(2);
        camel.getRouteController().stopRoute("change-deliver");

        CompletableFuture<Exchange> run = CompletableFuture.supplyAsync(this::deliver);
        verify(changes, timeout(5000).atLeastOnce()).isOpen(RUN);
        verify(changes, never()).await(RUN);
        camel.getRouteController().startRoute("change-deliver");

        assertThat(run.get(10, TimeUnit.SECONDS).isFailed()).isFalse();
        mock().assertIsSatisfied();
        verify(changes).await(RUN);
    }

    @Test
    void does_not_wait_when_the_run_may_send_no_more() throws Exception {
        when(changes.isOpen(RUN)).thenReturn(false);
        camel.getRouteController().stopRoute("change-deliver");

        assertThat(deliver().getException()).hasRootCauseInstanceOf(DirectConsumerNotAvailableException.class);
        verify(changes, never()).await(RUN);
    }

    @Test
    void a_failure_is_not_tried_again() throws Exception {
        mock().whenAnyExchangeReceived(exchange -> {
            throw new IllegalStateException("away");
        });

        assertThat(deliver().isFailed()).isTrue();
        assertThat(mock().getReceivedCounter()).isEqualTo(1);
        verify(changes, never()).await(RUN);
    }

    private MockEndpoint mock() {
        return camel.getEndpoint("mock:change-deliver", MockEndpoint.class);
    }

    private Exchange deliver() {
        return producer.request("direct:cohort-deliver", exchange -> exchange.setVariable("runId", RUN));
    }
}
