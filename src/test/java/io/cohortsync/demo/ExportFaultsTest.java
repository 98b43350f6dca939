package io.cohortsync.demo;

import static io.cohortsync.demo.TwinClient.get;
import static io.cohortsync.demo.TwinClient.inflated;
import static io.cohortsync.demo.TwinClient.json;
import static io.cohortsync.demo.TwinClient.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.zip.ZipException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportFaultsTest {
    private static final String HEADER = "\"amplitude_id\",\"user_id\"\n";
    private static final String CSV =
            HEADER + "\"1\",\"a@example.org\"\n\"2\",\"\"\n\"3\",\"c@example.org\"\n\"4\",\"d@example.org\"\n";

    private final Faults faults = new Faults();
    private final AmplitudeTwin twin = AmplitudeTwin.start("key", "secret", new MovableClock(), faults)
            .putCohort(CohortSpec.of("9apg8e8f", ExportContent.csv(CSV)));
    private String id = "";

    @BeforeEach
    void request() throws IOException {
        twin.settings().pollsUntilReady(0);
        id = json(ask("/api/5/cohorts/request/9apg8e8f")).path("request_id").asText();
    }

    @AfterEach
    void close() {
        twin.close();
    }

    @ParameterizedTest
    @CsvSource({
        "status-in-progress, 202, JOB INPROGRESS",
        "status-unknown, 200, JOB FAILED",
        "status-unknown:Cancelled, 200, Cancelled",
        "status-unknown:, 200, ''",
        "status-200-in-progress, 200, JOB INPROGRESS",
        "status-202-completed, 202, JOB COMPLETED"
    })
    void a_poll_may_be_told_anything(String fault, int code, String word) throws IOException {
        faults.next(Endpoints.AMPLITUDE_STATUS, Fault.parse(fault), 1);

        HttpResponse<byte[]> odd = status();

        assertThat(odd.statusCode()).isEqualTo(code);
        assertThat(json(odd).path("async_status").asText("absent")).isEqualTo(word);
        assertThat(json(status()).path("async_status").asText()).isEqualTo("JOB COMPLETED");
    }

    @Test
    void a_poll_may_lack_its_status_or_bend_the_request_id() throws IOException {
        faults.next(Endpoints.AMPLITUDE_STATUS, FaultKind.STATUS_MISSING)
                .next(Endpoints.AMPLITUDE_STATUS, FaultKind.REQUEST_ID_CASE);

        assertThat(json(status()).has("async_status")).isFalse();
        assertThat(json(status()).path("request_id").asText()).isEqualTo(id.toLowerCase());
    }

    @ParameterizedTest
    @CsvSource({"unknown-cohort, 404", "unknown-cohort:400, 400", "unknown-cohort:html, 404"})
    void a_cohort_may_be_unknown_in_several_ways(String fault, int status) throws IOException {
        faults.next(Endpoints.AMPLITUDE_REQUEST, Fault.parse(fault), 1);

        HttpResponse<byte[]> answer = ask("/api/5/cohorts/request/9apg8e8f");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(text(answer)).startsWith(fault.endsWith("html") ? "<html>" : "{\"error\":");
        assertThat(twin.exportsRequested()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"file-dead, 404", "file-dead:410, 410", "file-dead:403, 403"})
    void a_file_may_be_gone(String fault, int status) throws IOException {
        faults.next(Endpoints.AMPLITUDE_FILE, Fault.parse(fault), 1);

        assertThat(file().statusCode()).isEqualTo(status);
        assertThat(file().statusCode()).isEqualTo(302);
    }

    @Test
    void a_redirect_may_lead_astray() throws IOException {
        faults.next(Endpoints.AMPLITUDE_FILE, FaultKind.REDIRECT_OTHER_HOST)
                .next(Endpoints.AMPLITUDE_FILE, Fault.parse("redirect-other-host:http://example.org/x"), 1)
                .next(Endpoints.AMPLITUDE_FILE, FaultKind.REDIRECT_LOOP)
                .next(Endpoints.AMPLITUDE_FILE, FaultKind.REDIRECT_WITHOUT_LOCATION);

        assertThat(location(file())).isEqualTo("http://elsewhere.invalid/export.csv");
        assertThat(location(file())).isEqualTo("http://example.org/x");
        HttpResponse<byte[]> loop = file();
        assertThat(location(loop)).isEqualTo(loop.uri().toString());
        HttpResponse<byte[]> nowhere = file();
        assertThat(nowhere.statusCode()).isEqualTo(302);
        assertThat(nowhere.headers().firstValue("location")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 308})
    void a_redirect_may_have_another_status(int status) throws IOException {
        faults.next(Endpoints.AMPLITUDE_FILE, Fault.of(FaultKind.REDIRECT_STATUS, status), 1);

        HttpResponse<byte[]> redirect = file();

        assertThat(redirect.statusCode()).isEqualTo(status);
        assertThat(inflated(get(URI.create(location(redirect))))).isEqualTo(CSV);
    }

    @Test
    void the_store_may_expire_a_link_early_or_send_in_circles() throws IOException {
        faults.next(Endpoints.AMPLITUDE_STORE, FaultKind.LINK_EXPIRED)
                .next(Endpoints.AMPLITUDE_STORE, FaultKind.REDIRECT_LOOP);
        URI link = URI.create(location(file()));

        assertThat(text(get(link))).contains("AccessDenied", "Request has expired");
        assertThat(location(get(link))).isEqualTo(link.toString());
        assertThat(inflated(get(link))).isEqualTo(CSV);
    }

    @ParameterizedTest
    @ValueSource(strings = {Endpoints.AMPLITUDE_FILE, Endpoints.AMPLITUDE_STORE})
    void gzip_may_be_cut_or_corrupt(String endpoint) throws IOException {
        faults.next(endpoint, FaultKind.GZIP_CUT).next(endpoint, FaultKind.GZIP_CORRUPT);

        HttpResponse<byte[]> cut = download();
        assertThatThrownBy(() -> inflated(cut)).isInstanceOf(EOFException.class);
        HttpResponse<byte[]> corrupt = download();
        assertThatThrownBy(() -> inflated(corrupt)).isInstanceOf(ZipException.class);
        assertThat(inflated(download())).isEqualTo(CSV);
    }

    @ParameterizedTest
    @ValueSource(strings = {"length-too-long", "reset-mid-body"})
    void a_body_may_be_shorter_than_promised(String fault) throws IOException {
        faults.next(Endpoints.AMPLITUDE_STORE, Fault.parse(fault), 1);

        assertThatThrownBy(this::download).isInstanceOf(IOException.class);
        assertThat(inflated(download())).isEqualTo(CSV);
    }

    @ParameterizedTest
    @ValueSource(strings = {Endpoints.AMPLITUDE_FILE, Endpoints.AMPLITUDE_STORE})
    void the_text_may_be_damaged_inside_proper_gzip(String endpoint) throws IOException {
        assertThat(damaged(endpoint, "no-user-id-column")).startsWith("\"amplitude_id\",\"external_id\"\n\"1\",");
        assertThat(damaged(endpoint, "file-html")).startsWith("<html>");
        assertThat(damaged(endpoint, "file-json")).startsWith("{\"error\":");
        assertThat(damaged(endpoint, "file-empty")).isEmpty();
        assertThat(damaged(endpoint, "header-only")).isEqualTo(HEADER);
        assertThat(damaged(endpoint, "rows-cut")).isEqualTo(CSV.substring(0, CSV.indexOf("\"3\"")));
        assertThat(damaged(endpoint, "rows-cut:75")).isEqualTo(CSV.substring(0, CSV.indexOf("\"4\"")));
        assertThat(damaged(endpoint, "rows-cut:0")).isEqualTo(HEADER);
        assertThat(damaged(endpoint, "byte-order-mark")).isEqualTo("\uFEFF" + CSV);
        assertThat(damaged(endpoint, "crlf")).isEqualTo(CSV.replace("\n", "\r\n"));
        assertThat(damaged(endpoint, "leading-tabs"))
                .startsWith("\"\tamplitude_id\",\"\tuser_id\"\n\"\t1\",\"\ta@example.org\"\n\"\t2\",\"\"\n\"\t3\",");
        assertThat(damaged(endpoint, "unclosed-quote")
                                .chars()
                                .filter(c -> c == '"')
                                .count()
                        % 2)
                .isOne();
    }

    @Test
    void damage_reaches_inline_files_as_well() throws IOException {
        twin.settings().delivery(AmplitudeSettings.Delivery.INLINE_PLAIN);
        faults.next(Endpoints.AMPLITUDE_FILE, FaultKind.HEADER_ONLY);

        assertThat(text(file())).isEqualTo(HEADER);
    }

    private String damaged(String endpoint, String fault) throws IOException {
        faults.next(endpoint, Fault.parse(fault), 1);
        return inflated(download());
    }

    private HttpResponse<byte[]> download() throws IOException {
        return get(URI.create(location(file())));
    }

    private HttpResponse<byte[]> status() throws IOException {
        return ask("/api/5/cohorts/request-status/" + id);
    }

    private HttpResponse<byte[]> file() throws IOException {
        return ask("/api/5/cohorts/request/" + id + "/file");
    }

    private HttpResponse<byte[]> ask(String path) throws IOException {
        return get(URI.create(twin.apiUrl() + path), "Authorization", TwinClient.basic("key", "secret"));
    }

    private static String location(HttpResponse<byte[]> response) {
        return response.headers().firstValue("location").orElseThrow();
    }
}
