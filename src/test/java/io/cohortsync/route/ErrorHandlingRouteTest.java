package io.cohortsync.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import io.cohortsync.fault.RetryLaterException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** The policies by themselves: one route for each of them, which fails as a test wants. */
@RouteTest
@TestPropertySource(properties = {"routes.under.test=file:routes/cohort-start.camel.yaml", "cohort-sync.retry.tries=2"})
@Import(ErrorHandlingRouteTest.Failing.class)
class ErrorHandlingRouteTest {

    static class Failing extends RouteBuilder {
        private Iterator<Exception> problems = List.<Exception>of().iterator();
        private int calls;

        @Override
        public void configure() {
            from("direct:cohort-sync").to("mock:unused");
            for (String id : List.of(
                    "amplitude-errors",
                    "export-file-errors",
                    "pushwoosh-errors",
                    "pushwoosh-job-errors",
                    "delivery-stopped")) {
                from("direct:" + id).routeConfigurationId(id).process(exchange -> {
                    calls++;
                    if (problems.hasNext()) {
                        throw problems.next();
                    }
                });
            }
        }
    }

    @Autowired
    private ProducerTemplate producer;

    @Autowired
    private Failing failing;

    @MockitoBean(name = "runs")
    private RunSteps runs;

    @MockitoBean(name = "exports")
    private ExportSteps exports;

    @MockitoBean(name = "pushwoosh")
    private PushwooshSteps pushwoosh;

    @MockitoBean(name = "changes")
    private ChangeSteps changes;

    @BeforeEach
    void begin() {
        failing.calls = 0;
        when(exports.isInTime(any())).thenReturn(true);
        when(exports.mayDownloadAgain(any())).thenReturn(true);
        when(pushwoosh.isInTime(any())).thenReturn(true);
        when(changes.isOpen(any())).thenReturn(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amplitude-errors", "pushwoosh-errors", "pushwoosh-job-errors"})
    void what_may_be_over_soon_is_tried_again(String policy) {
        assertThat(call(policy, new RetryLaterException("busy"), new SocketTimeoutException("late"))
                        .isFailed())
                .isFalse();
        assertThat(failing.calls).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amplitude-errors",
                "export-file-errors",
                "pushwoosh-errors",
                "pushwoosh-job-errors",
                "delivery-stopped"
            })
    void what_nobody_knows_is_final_and_not_swallowed(String policy) {
        IllegalStateException unknown = new IllegalStateException("unknown");

        assertThat(call(policy, unknown).getException()).isSameAs(unknown);
        assertThat(failing.calls).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amplitude-errors", "pushwoosh-errors", "pushwoosh-job-errors"})
    void what_nobody_knows_is_final_after_a_retry_too(String policy) {
        IllegalStateException unknown = new IllegalStateException("unknown");

        assertThat(call(policy, new RetryLaterException("busy"), unknown).getException())
                .isSameAs(unknown);
        assertThat(failing.calls).isEqualTo(2);
    }

    @Test
    void a_post_is_tried_again_as_often_as_configured() {
        Exchange done = call(
                "pushwoosh-errors",
                new RetryLaterException("1"),
                new RetryLaterException("2"),
                new RetryLaterException("3"),
                new RetryLaterException("4"));

        assertThat(done.getException()).hasMessage("3");
        assertThat(failing.calls).isEqualTo(1 + 2);
    }

    @Test
    void a_stopped_route_is_waited_for_as_long_as_the_run_may_send() {
        when(changes.isOpen(any())).thenReturn(false);

        Exchange done = call("delivery-stopped", new DirectConsumerNotAvailableException("stopped", null));

        assertThat(done.getException()).isInstanceOf(DirectConsumerNotAvailableException.class);
        assertThat(failing.calls).isEqualTo(1);
    }

    private Exchange call(String policy, Exception... problems) {
        failing.problems = new ArrayList<>(List.of(problems)).iterator();
        return producer.request("direct:" + policy, exchange -> exchange.setVariable("runId", RouteTestContext.RUN));
    }
}
