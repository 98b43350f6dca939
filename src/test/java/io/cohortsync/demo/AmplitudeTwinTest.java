package io.cohortsync.demo;

import static io.cohortsync.demo.TwinClient.basic;
import static io.cohortsync.demo.TwinClient.get;
import static io.cohortsync.demo.TwinClient.inflated;
import static io.cohortsync.demo.TwinClient.json;
import static io.cohortsync.demo.TwinClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AmplitudeTwinTest {
    private static final String DAY_1 = "\"amplitude_id\",\"user_id\"\n\"11\",\"a@example.org\"\n\"12\",\"\"\n";
    private static final String DAY_2 = "\"amplitude_id\",\"user_id\"\n\"11\",\"b@example.org\"\n";
    private static final String KEYS = basic("key", "secret");

    private final MovableClock clock = new MovableClock();
    private final AmplitudeTwin twin = AmplitudeTwin.start("key", "secret", clock, new Faults())
            .putCohort(CohortSpec.of("9apg8e8f", ExportContent.csv(DAY_1)).computed(Instant.ofEpochSecond(1234), 2));

    @AfterEach
    void close() {
        twin.close();
    }

    @Test
    void lists_published_cohorts_with_unix_seconds_and_nulls_for_the_uncomputed() throws IOException {
        ExportContent none = ExportContent.csv("");
        twin.putCohort(
                CohortSpec.of("never123", none).named("Ünïcode \"quoted\"").archive());
        twin.putCohort(CohortSpec.of("hidden12", none).unpublish());

        JsonNode cohorts = json(ask("/api/3/cohorts")).path("cohorts");

        assertThat(cohorts.findValuesAsText("id")).containsExactly("9apg8e8f", "never123");
        assertThat(cohorts.get(0).path("lastComputed").asLong()).isEqualTo(1234);
        assertThat(cohorts.get(0).path("size").asLong()).isEqualTo(2);
        assertThat(cohorts.get(1).path("lastComputed").isNull()).isTrue();
        assertThat(cohorts.get(1).path("size").isNull()).isTrue();
        assertThat(cohorts.get(1).path("archived").asBoolean()).isTrue();
        assertThat(cohorts.get(1).path("name").asText()).isEqualTo("Ünïcode \"quoted\"");
        assertThat(cohorts.get(0).has("syncMetadata")).isFalse();
        assertThat(json(ask("/api/3/cohorts?includeSyncInfo=true")).findValue("syncMetadata"))
                .isNotNull();
    }

    @Test
    void exports_by_request_poll_and_redirect_to_the_store() throws IOException {
        twin.settings().pollsUntilReady(2);
        String id = request("9apg8e8f");

        assertThat(id).matches("[A-Za-z0-9]{6}").isNotEqualTo(id.toLowerCase()).isNotEqualTo(id.toUpperCase());
        for (int poll = 0; poll < 2; poll++) {
            HttpResponse<byte[]> early = status(id);
            assertThat(early.statusCode()).isEqualTo(202);
            assertThat(json(early).path("async_status").asText()).isEqualTo("JOB INPROGRESS");
        }
        HttpResponse<byte[]> ready = status(id);
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(json(ready).path("async_status").asText()).isEqualTo("JOB COMPLETED");
        assertThat(json(ready).path("request_id").asText()).isEqualTo(id);
        assertThat(json(ready).path("cohort_id").asText()).isEqualTo("9apg8e8f");

        HttpResponse<byte[]> file = file(id);
        assertThat(file.statusCode()).isEqualTo(302);
        URI link = location(file);
        assertThat(link.getPort())
                .isEqualTo(twin.storeUrl().getPort())
                .isNotEqualTo(twin.apiUrl().getPort());
        assertThat(link.getQuery()).contains("X-Amz-Expires=60");
        HttpResponse<byte[]> csv = get(link);
        assertThat(csv.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(csv.headers().firstValueAsLong("content-length")).hasValue(csv.body().length);
        assertThat(inflated(csv)).isEqualTo(DAY_1);
    }

    @Test
    void the_store_refuses_amplitudes_credentials() throws IOException {
        HttpResponse<byte[]> refused = get(location(file(ready())), "Authorization", KEYS);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(text(refused)).contains("<Code>InvalidArgument</Code>", "Only one auth mechanism allowed");
    }

    @Test
    void a_link_lives_a_minute_and_the_file_endpoint_gives_a_fresh_one() throws IOException {
        String id = ready();
        URI link = location(file(id));

        clock.advance(Duration.ofSeconds(60));
        assertThat(get(link).statusCode()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        assertThat(get(link).statusCode()).isEqualTo(403);
        assertThat(text(get(link))).contains("AccessDenied", "Request has expired");
        assertThat(inflated(get(location(file(id))))).isEqualTo(DAY_1);
    }

    @Test
    void a_link_with_another_signature_is_refused() throws IOException {
        URI link = location(file(ready()));

        assertThat(get(URI.create(link + "0")).statusCode()).isEqualTo(403);
    }

    @Test
    void a_file_lives_seven_days() throws IOException {
        String id = ready();
        clock.advance(Duration.ofDays(7));
        assertThat(file(id).statusCode()).isEqualTo(302);
        clock.advance(Duration.ofSeconds(1));
        assertThat(file(id).statusCode()).isEqualTo(404);
        twin.settings().deadFileStatus(410);
        assertThat(file(id).statusCode()).isEqualTo(410);
    }

    @Test
    void request_ids_are_case_sensitive_and_unknown_ones_lead_nowhere() throws IOException {
        String id = ready();

        assertThat(status(id.toLowerCase()).statusCode()).isEqualTo(404);
        assertThat(file("ZZZZZZ").statusCode()).isEqualTo(404);
        assertThat(ask("/api/5/cohorts/request/nosuch12").statusCode()).isEqualTo(404);
        twin.settings().unknownCohortStatus(400);
        assertThat(ask("/api/5/cohorts/request/nosuch12").statusCode()).isEqualTo(400);
        assertThat(twin.exportsRequested()).isEqualTo(1);
    }

    @Test
    void a_file_asked_for_too_early_is_refused() throws IOException {
        String id = request("9apg8e8f");

        assertThat(file(id).statusCode()).isEqualTo(404);
        twin.settings().earlyFileStatus(202);
        assertThat(json(file(id)).path("async_status").asText()).isEqualTo("JOB INPROGRESS");
    }

    @Test
    void files_may_come_inline_gzipped_or_plain() throws IOException {
        String id = ready();

        twin.settings().delivery(AmplitudeSettings.Delivery.INLINE_GZIP);
        assertThat(inflated(file(id))).isEqualTo(DAY_1);
        twin.settings().delivery(AmplitudeSettings.Delivery.INLINE_PLAIN);
        assertThat(text(file(id))).isEqualTo(DAY_1);
        assertThat(file(id).headers().firstValue("content-encoding")).isEmpty();
        twin.settings().delivery(AmplitudeSettings.Delivery.REDIRECT_PLAIN);
        assertThat(text(get(location(file(id))))).isEqualTo(DAY_1);
    }

    @Test
    void an_export_holds_what_the_cohort_was_when_it_was_requested() throws IOException {
        String before = ready();
        twin.putCohort(CohortSpec.of("9apg8e8f", ExportContent.csv(DAY_2)));
        String after = ready();
        twin.removeCohort("9apg8e8f");

        assertThat(inflated(get(location(file(before))))).isEqualTo(DAY_1);
        assertThat(inflated(get(location(file(after))))).isEqualTo(DAY_2);
    }

    @Test
    void answers_403_to_bad_credentials_and_says_which() throws IOException {
        URI list = twin.apiUrl().resolve("/api/3/cohorts");

        HttpResponse<byte[]> wrongKey = get(list, "Authorization", basic("other", "secret"));
        HttpResponse<byte[]> wrongSecret = get(list, "Authorization", basic("key", "other"));
        HttpResponse<byte[]> none = get(list);

        assertThat(wrongKey.statusCode()).isEqualTo(403);
        assertThat(json(wrongKey).at("/error/metadata/details").asText()).isEqualTo("Invalid API Key");
        assertThat(json(wrongKey).at("/error/http_code").asInt()).isEqualTo(403);
        assertThat(wrongSecret.statusCode()).isEqualTo(403);
        assertThat(json(wrongSecret).at("/error/metadata/details").asText())
                .isEqualTo("Invalid API/Secret Key combination");
        assertThat(none.statusCode()).isEqualTo(403);
        twin.settings().missingCredentialsStatus(401);
        assertThat(get(list).statusCode()).isEqualTo(401);
    }

    @Test
    void property_columns_come_only_with_props() throws IOException {
        twin.putCohort(CohortSpec.of(
                "props123",
                ExportContent.csv("\"amplitude_id\",\"user_id\",\"email\",\"plan\"\n"
                        + "\"1\",\"u-1\",\"a \"\"b\"\" <x@example.org>\",\"pro\"\n")));
        twin.settings().pollsUntilReady(0);

        assertThat(exported("props123")).isEqualTo("\"amplitude_id\",\"user_id\"\n\"1\",\"u-1\"\n");
        assertThat(exported("props123?propKeys=plan")).isEqualTo("\"amplitude_id\",\"user_id\"\n\"1\",\"u-1\"\n");
        assertThat(exported("props123?props=1&propKeys=plan&propKeys=nobody"))
                .isEqualTo("\"amplitude_id\",\"user_id\",\"plan\",\"nobody\"\n\"1\",\"u-1\",\"pro\",\"\"\n");
        twin.settings().propertyPrefix("gp:");
        assertThat(exported("props123?props=1"))
                .isEqualTo("\"amplitude_id\",\"user_id\",\"gp:email\",\"gp:plan\"\n"
                        + "\"1\",\"u-1\",\"a \"\"b\"\" <x@example.org>\",\"pro\"\n");
    }

    @Test
    void verbatim_content_and_foreign_headers_are_left_alone() throws IOException {
        String odd = "user_id,amplitude_id,x\r\n1,2,3";
        twin.settings().pollsUntilReady(0);
        twin.putCohort(CohortSpec.of("odd12345", ExportContent.csv(odd)));
        twin.putCohort(CohortSpec.of(
                "raw12345",
                ExportContent.csv(DAY_1.replace("user_id\"", "user_id\",\"x\"")).verbatim()));

        assertThat(exported("odd12345")).isEqualTo(odd);
        assertThat(exported("raw12345")).contains("\"x\"");
    }

    @Test
    void usage_counts_exports_per_calendar_month() throws IOException {
        request("9apg8e8f");
        request("9apg8e8f");

        JsonNode usage = json(ask("/api/3/cohorts/usage")).path("rest_download");
        assertThat(usage.path("limit").asInt()).isEqualTo(500);
        assertThat(usage.path("usage").asInt()).isEqualTo(2);
        assertThat(usage.path("resets_at").asText()).isEqualTo("2026-12-01T00:00:00Z");
        clock.advance(Duration.ofDays(7));
        twin.settings().usageShape(AmplitudeSettings.UsageShape.FLAT);
        assertThat(json(ask("/api/3/cohorts/usage")).path("count").asInt()).isZero();
        twin.settings().usageShape(AmplitudeSettings.UsageShape.MISSING);
        assertThat(ask("/api/3/cohorts/usage").statusCode()).isEqualTo(404);
        twin.settings().usageShape(AmplitudeSettings.UsageShape.GARBAGE);
        assertThat(text(ask("/api/3/cohorts/usage"))).isEqualTo("usage: many");
    }

    @Test
    void limits_answer_429_where_they_are_switched_on() throws IOException {
        twin.settings().requestsPerTenMinutes(1);
        request("9apg8e8f");
        assertThat(ask("/api/5/cohorts/request/9apg8e8f").statusCode()).isEqualTo(429);
        clock.advance(Duration.ofMinutes(10));
        request("9apg8e8f");

        twin.settings().requestsPerTenMinutes(0).exportsPerMonth(2, true);
        assertThat(ask("/api/5/cohorts/request/9apg8e8f").statusCode()).isEqualTo(429);
        twin.settings().monthSpentStatus(403);
        assertThat(ask("/api/5/cohorts/request/9apg8e8f").statusCode()).isEqualTo(403);
        assertThat(twin.exportsRequested()).isEqualTo(2);
    }

    @Test
    void records_requests_of_both_origins() throws IOException {
        twin.settings().pollsUntilReady(0);
        exported("9apg8e8f?props=1&propKeys=b&propKeys=a");

        assertThat(twin.requests())
                .extracting(RecordedRequest::endpoint)
                .containsExactly(Endpoints.AMPLITUDE_REQUEST, Endpoints.AMPLITUDE_FILE, Endpoints.AMPLITUDE_STORE);
        RecordedRequest first = twin.requests(Endpoints.AMPLITUDE_REQUEST).get(0);
        assertThat(first.query()).isEqualTo("props=1&propKeys=b&propKeys=a");
        assertThat(first.header("authorization")).isEqualTo(KEYS);
        assertThat(first.time()).isEqualTo(clock.instant());
        assertThat(twin.requests(Endpoints.AMPLITUDE_STORE).get(0).header("authorization"))
                .isNull();
        assertThat(first.toString()).doesNotContain("Basic", "props");
    }

    private String request(String cohort) throws IOException {
        HttpResponse<byte[]> accepted = ask("/api/5/cohorts/request/" + cohort);
        assertThat(accepted.statusCode()).isEqualTo(202);
        return json(accepted).path("request_id").asText();
    }

    private String ready() throws IOException {
        String id = request("9apg8e8f");
        status(id);
        status(id);
        return id;
    }

    private String exported(String cohortAndQuery) throws IOException {
        return inflated(get(location(file(request(cohortAndQuery)))));
    }

    private HttpResponse<byte[]> status(String id) throws IOException {
        return ask("/api/5/cohorts/request-status/" + id);
    }

    private HttpResponse<byte[]> file(String id) throws IOException {
        return ask("/api/5/cohorts/request/" + id + "/file");
    }

    private HttpResponse<byte[]> ask(String path) throws IOException {
        return get(URI.create(twin.apiUrl() + path), "Authorization", KEYS);
    }

    private static URI location(HttpResponse<byte[]> response) {
        return URI.create(response.headers().firstValue("location").orElseThrow());
    }
}
