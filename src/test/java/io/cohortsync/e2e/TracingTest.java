package io.cohortsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.cohortsync.demo.FaultKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelTracingService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collector of OpenTelemetry gets of a run, as it comes over the wire. */
class TracingTest {

    @TempDir
    Path dataDir;

    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private HttpServer collector;

    @BeforeEach
    void listen() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", call -> {
            // protobuf keeps texts as they are
            received.add(new String(call.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            call.sendResponseHeaders(200, -1);
            call.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    private App app() {
        return new App(dataDir)
                .set(
                        "otel.exporter.otlp.endpoint",
                        "http://127.0.0.1:" + collector.getAddress().getPort())
                .set("otel.bsp.schedule.delay", "50")
                .set("cohort-sync.alerts.heartbeat-url", "http://127.0.0.1:1/heartbeat-secret")
                .cohort(List.of("ann@example.com", "no address"));
    }

    @Test
    void nothing_is_traced_unless_it_is_asked_for() {
        try (App app = app().start()) {
            app.run();

            assertThat(app.bean(CamelContext.class).hasService(CamelTracingService.class))
                    .isNull();
        }
        assertThat(received).isEmpty();
    }

    @Test
    void a_run_is_a_trace_that_holds_no_address_and_no_secret() {
        try (App app = app().set("otel.traces.exporter", "otlp").start()) {
            app.run();
            app.amplitude().faults().always("amplitude.list", FaultKind.FORBIDDEN);
            app.run();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(all()).contains("direct://heartbeat-call"));
        }

        assertThat(all())
                .contains("cohort-sync", "direct://cohort-export", "direct://change-post", "http.status_code")
                .doesNotContain(
                        "ann@", "example.com", "heartbeat-secret", "http.url", "url.query", "Signature", "refused");
    }

    private String all() {
        return String.join("", received);
    }
}
