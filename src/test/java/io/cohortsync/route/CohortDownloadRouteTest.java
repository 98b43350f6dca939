package io.cohortsync.route;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.BasicCredentials;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.cohortsync.amplitude.ExportQuota;
import io.cohortsync.amplitude.Spool;
import io.cohortsync.fault.AccessRefusedException;
import io.cohortsync.fault.RetryLaterException;
import io.cohortsync.fault.RunFailedException;
import io.cohortsync.member.ExportUnusableException;
import io.cohortsync.run.ExportDecision;
import io.cohortsync.run.RunStore;
import io.cohortsync.run.TestRuns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

@RouteTest
@TestPropertySource(
        properties =
                "routes.under.test=file:routes/cohort-download.camel.yaml,file:routes/cohort-download-ask.camel.yaml")
@Import({AmplitudeSteps.class, ExportSteps.class, CohortDownloadRouteTest.Disk.class, io.cohortsync.run.ExportGate.class
})
class CohortDownloadRouteTest {

    private static final String FILE = "/api/5/cohorts/request/r1/file";
    private static final String STORE = "/store/r1?X-Amz-Signature=s%2F1";
    private static final byte[] GZIP = gzip("user_id\n".repeat(500));

    static class Disk {
        @Bean
        Spool spool() throws IOException {
            return new Spool(Files.createTempDirectory("spool"));
        }
    }

    @Autowired
    private ProducerTemplate producer;

    @Autowired
    private WireMockServer remote;

    @Autowired
    private TestRuns runs;

    @Autowired
    private Spool spool;

    @MockitoBean
    private RunStore store;

    @MockitoBean
    private ExportDecision decision;

    @MockitoBean
    private ExportQuota quota;

    @BeforeEach
    void begin() {
        runs.clear();
        remote.resetAll();
        spool.delete(RouteTestContext.RUN);
        runs.begin(RouteTestContext.RUN).requested("r1");
        remote.stubFor(get(FILE).willReturn(status(302).withHeader("Location", remote.baseUrl() + STORE)));
        remote.stubFor(get(STORE).willReturn(file(GZIP)));
    }

    @Test
    void follows_the_link_once_without_the_keys() {
        Exchange done = download();

        assertThat(done.isFailed()).isFalse();
        assertThat(remote.getAllServeEvents()).hasSize(2);
        remote.verify(1, getRequestedFor(urlEqualTo(FILE)).withBasicAuth(new BasicCredentials("key", "secret")));
        remote.verify(
                1,
                getRequestedFor(urlEqualTo(STORE))
                        .withHeader("Authorization", absent())
                        .withHeader("Cookie", absent())
                        .withHeader("X-Other", absent()));
    }

    @Test
    void keeps_the_bytes_as_they_came() throws IOException {
        remote.stubFor(get(STORE).willReturn(file(GZIP).withHeader("Content-Encoding", "gzip")));

        download();

        assertThat(Files.readAllBytes(spool.file(RouteTestContext.RUN))).isEqualTo(GZIP);
    }

    @Test
    void the_link_is_forgotten() {
        Exchange done = download();

        assertThat(done.getVariable("link")).isNull();
        assertThat(done.getMessage().getHeaders().values())
                .noneMatch(value -> String.valueOf(value).contains("Signature"));
        assertThat(done.getMessage().getHeaders()).doesNotContainKey("Authorization");
    }

    @Test
    void takes_a_file_that_comes_at_once() throws IOException {
        remote.stubFor(get(FILE).willReturn(file("user_id\na@b.co\n".getBytes(StandardCharsets.UTF_8))));

        download();

        assertThat(spool.file(RouteTestContext.RUN)).hasContent("user_id\na@b.co\n");
        assertThat(remote.getAllServeEvents()).hasSize(1);
    }

    @Test
    void an_expired_link_is_asked_for_again() {
        first(STORE, status(403).withBody("<Error>expired</Error>"), file(GZIP));

        assertThat(download().isFailed()).isFalse();
        remote.verify(2, getRequestedFor(urlEqualTo(FILE)));
        remote.verify(2, getRequestedFor(urlEqualTo(STORE)));
    }

    @Test
    void a_second_redirect_is_not_followed() {
        first(STORE, status(302).withHeader("Location", remote.baseUrl() + "/elsewhere"), file(GZIP));

        assertThat(download().isFailed()).isFalse();
        assertThat(remote.getAllServeEvents())
                .noneMatch(event -> event.getRequest().getUrl().equals("/elsewhere"));
    }

    @Test
    void a_broken_connection_is_tried_again() {
        first(STORE, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), file(GZIP));

        assertThat(download().isFailed()).isFalse();
        assertThat(spool.isComplete(RouteTestContext.RUN)).isTrue();
    }

    @Test
    void a_busy_amplitude_is_tried_again_after_the_wait_it_asks_for() {
        first(
                FILE,
                status(429).withHeader("Retry-After", "1"),
                status(302).withHeader("Location", remote.baseUrl() + STORE));

        long begin = System.nanoTime();
        assertThat(download().isFailed()).isFalse();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(1));
        remote.verify(2, getRequestedFor(urlEqualTo(FILE)));
    }

    @Test
    void a_cut_file_is_downloaded_once_more() {
        first(STORE, file(cut()), file(GZIP));

        assertThat(download().isFailed()).isFalse();
        remote.verify(2, getRequestedFor(urlEqualTo(STORE)));
    }

    @Test
    void a_file_that_is_cut_twice_is_given_up() {
        remote.stubFor(get(STORE).willReturn(file(cut())));

        assertThat(download().getException()).isInstanceOf(ExportUnusableException.class);
        remote.verify(2, getRequestedFor(urlEqualTo(STORE)));
        assertThat(spool.isComplete(RouteTestContext.RUN)).isFalse();
    }

    @Test
    void an_export_that_is_gone_is_not_asked_for_again() {
        remote.stubFor(get(FILE).willReturn(status(410)));

        assertThat(download().getException()).isInstanceOf(RunFailedException.class);
        assertThat(remote.getAllServeEvents()).hasSize(1);
    }

    @Test
    void refused_keys_after_an_outage_are_final() {
        first(FILE, status(503), status(401));

        assertThat(download().getException()).isInstanceOf(AccessRefusedException.class);
        assertThat(remote.getAllServeEvents()).hasSize(2);
    }

    @Test
    void a_link_to_a_strange_place_is_refused() {
        remote.stubFor(get(FILE).willReturn(status(302).withHeader("Location", "ftp://example.com/x")));

        assertThat(download().getException()).hasRootCauseInstanceOf(RunFailedException.class);
        assertThat(remote.getAllServeEvents()).hasSize(1);
    }

    @Test
    void is_given_up_when_export_timeout_is_over() {
        runs.clear();
        runs.begin(RouteTestContext.RUN, new TestRuns.Limits(500, 2, Duration.ofMillis(500), Duration.ZERO), false)
                .requested("r1");
        remote.stubFor(get(FILE).willReturn(status(503)));

        assertThat(download().getException()).isInstanceOf(RetryLaterException.class);
        assertThat(remote.getAllServeEvents()).hasSizeBetween(2, 100);
    }

    private void first(String url, ResponseDefinitionBuilder first, ResponseDefinitionBuilder then) {
        remote.stubFor(get(url).inScenario(url)
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(first)
                .willSetStateTo("then"));
        remote.stubFor(get(url).inScenario(url).whenScenarioStateIs("then").willReturn(then));
    }

    private static ResponseDefinitionBuilder file(byte[] bytes) {
        return ok().withBody(bytes).withHeader("Content-Length", "" + bytes.length);
    }

    private static byte[] cut() {
        return Arrays.copyOf(GZIP, GZIP.length - 9);
    }

    private Exchange download() {
        return producer.request("direct:cohort-download", exchange -> {
            exchange.setVariable("runId", RouteTestContext.RUN);
            exchange.getMessage().setHeader("X-Other", "x");
        });
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
