package io.cohortsync.demo;

import static io.cohortsync.demo.TwinClient.get;
import static io.cohortsync.demo.TwinClient.json;
import static io.cohortsync.demo.TwinClient.post;
import static io.cohortsync.demo.TwinClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushwooshTwinTest {
    private final PushwooshTwin twin =
            PushwooshTwin.start("AAAAA-BBBBB", "token").defineTag("Cohorts", TagType.LIST);

    @AfterEach
    void close() {
        twin.close();
    }

    @Test
    void a_job_walks_from_pending_to_completed_and_only_then_takes_effect() throws IOException {
        twin.settings().jobPolls(2);
        HttpResponse<byte[]> accepted = bulk(append("a@example.org", "vip"), append("b@example.org", "vip"));
        String id = json(accepted).path("request_id").asText();

        assertThat(accepted.statusCode()).isEqualTo(200);
        assertThat(json(accepted).path("status").asText()).isEqualTo("Pending");
        assertThat(List.of(word(id), word(id))).containsExactly("Pending", "InProgress");
        assertThat(twin.audience("Cohorts", "vip")).isEmpty();
        assertThat(word(id)).isEqualTo("Completed");
        assertThat(twin.audience("Cohorts", "vip")).containsExactlyInAnyOrder("a@example.org", "b@example.org");
        assertThat(twin.devicesSent()).isEqualTo(2);
        assertThat(twin.jobs()).containsExactly(new JobView(id, "Completed", 2, 3, false));
        assertThat(twin.calls())
                .containsEntry(Endpoints.PUSHWOOSH_BULK_SET_TAGS, 1L)
                .containsEntry(Endpoints.PUSHWOOSH_JOB, 3L);
    }

    @Test
    void append_and_remove_touch_only_their_value_and_repeat_without_harm() throws IOException {
        twin.seed("a@example.org", "Cohorts", "other", "vip").seed("b@example.org", "Cohorts", "other");

        for (int twice = 0; twice < 2; twice++) {
            run(device("a@example.org", "remove", "vip"), append("b@example.org", "vip"));
        }

        assertThat(twin.tagsOf("a@example.org")).isEqualTo(Map.of("Cohorts", List.of("other")));
        assertThat(twin.tagsOf("b@example.org")).isEqualTo(Map.of("Cohorts", List.of("other", "vip")));
        run(device("a@example.org", "remove", "other"), device("c@example.org", "remove", "vip"));
        assertThat(twin.tagsOf("a@example.org")).isEmpty();
        assertThat(twin.tagsOf("c@example.org")).isEmpty();
    }

    @Test
    void a_list_without_operator_wipes_what_others_put_there() throws IOException {
        twin.seed("a@example.org", "Cohorts", "other");

        run("{\"user_id\":\"a@example.org\",\"tags\":{\"Cohorts\":[\"vip\"]}}");

        assertThat(twin.audience("Cohorts", "other")).isEmpty();
        assertThat(twin.audience("Cohorts", "vip")).containsExactly("a@example.org");
    }

    @Test
    void a_missing_tag_is_skipped_under_a_success_unless_it_may_be_created() throws IOException {
        twin.removeTag("Cohorts");

        JsonNode skipped = run(append("a@example.org", "vip")).path("devices").get(0);
        assertThat(skipped.path("user_id").asText()).isEqualTo("a@example.org");
        assertThat(skipped.path("status").asText()).isEqualTo("success");
        assertThat(skipped.at("/skipped_tags/0/tag").asText()).isEqualTo("Cohorts");
        assertThat(skipped.at("/skipped_tags/0/reason").asText()).isEqualTo("Not found");
        assertThat(twin.audience("Cohorts", "vip")).isEmpty();

        String creating =
                body(append("a@example.org", "vip")).replace("\"devices\"", "\"create_missing_tags\":true,\"devices\"");
        word(json(post(bulkUrl(), creating)).path("request_id").asText());
        twin.finishJobs();
        assertThat(twin.tags()).containsEntry("Cohorts", TagType.LIST);
        assertThat(twin.audience("Cohorts", "vip")).containsExactly("a@example.org");
    }

    @Test
    void a_value_of_the_wrong_type_is_skipped_and_the_others_are_kept() throws IOException {
        twin.defineTag("Cohorts", TagType.STRING).defineTag("Age", TagType.INTEGER);

        JsonNode device =
                run("{\"hwid\":\"a@example.org\",\"list_operator\":\"append\",\"tags\":{\"Cohorts\":[\"vip\"],\"Age\":7}}")
                        .path("devices")
                        .get(0);

        assertThat(device.path("hwid").asText()).isEqualTo("a@example.org");
        assertThat(device.path("skipped_tags").findValuesAsText("tag")).containsExactly("Cohorts");
        assertThat(twin.tagsOf("a@example.org")).isEqualTo(Map.of("Age", 7L));
    }

    @Test
    void null_removes_a_tag_is_skipped_or_refused_as_set() throws IOException {
        twin.seed("a@example.org", "Cohorts", "vip");
        String nothing = "{\"hwid\":\"a@example.org\",\"tags\":{\"Cohorts\":null}}";

        twin.settings().nulls(PushwooshSettings.Nulls.REFUSE);
        assertThat(bulk(nothing).statusCode()).isEqualTo(400);
        twin.settings().nulls(PushwooshSettings.Nulls.SKIP);
        run(nothing);
        assertThat(twin.tagsOf("a@example.org")).isNotEmpty();
        twin.settings().nulls(PushwooshSettings.Nulls.REMOVE);
        run(nothing);
        assertThat(twin.tagsOf("a@example.org")).isEmpty();
    }

    @Test
    void unknown_people_are_skipped_with_a_reason_or_in_silence() throws IOException {
        twin.settings().known("a@example.org"::equals);

        JsonNode devices = run(append("a@example.org", "vip"), append("b@example.org", "vip"))
                .path("devices");
        assertThat(devices).hasSize(1);
        assertThat(devices.get(0).path("status").asText()).isEqualTo("skipped");
        assertThat(devices.get(0).path("reason").asText()).isEqualTo("Not found");
        assertThat(twin.audience("Cohorts", "vip")).containsExactly("a@example.org");

        twin.settings().reportUnknown(false);
        assertThat(run(append("b@example.org", "vip")).path("devices")).isEmpty();
        assertThat(twin.audience("Cohorts", "vip")).containsExactly("a@example.org");
    }

    @Test
    void the_detailed_status_can_name_everybody_and_the_short_one_nobody() throws IOException {
        twin.settings().listAllDevices(true);
        JsonNode detailed = run(append("a@example.org", "vip"));
        assertThat(detailed.path("progress").asInt()).isEqualTo(100);
        assertThat(detailed.path("errors")).isEmpty();
        assertThat(detailed.at("/devices/0/status").asText()).isEqualTo("success");
        String id = detailed.path("request_id").asText();
        assertThat(json(get(jobUrl(id))).has("devices")).isFalse();
    }

    @Test
    void registering_makes_people_known() throws IOException {
        twin.settings().known(identifier -> false).jobPolls(0);
        String device = "{\"hwid\":\"a@example.org\",\"push_token\":\"a@example.org\",\"platform\":14,"
                + "\"list_operator\":\"append\",\"tags\":{\"Cohorts\":[\"vip\"]}}";

        String id = json(post(registerUrl(), body(device))).path("request_id").asText();
        assertThat(text(get(URI.create(registerUrl() + "/" + id)))).contains("Completed");
        assertThat(twin.audience("Cohorts", "vip")).containsExactly("a@example.org");
        run(device("a@example.org", "remove", "vip"));
        assertThat(twin.audience("Cohorts", "vip")).isEmpty();
        assertThat(post(registerUrl(), body(append("b@example.org", "vip"))).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "{}",
                "{\"request\":{\"application\":\"AAAAA-BBBBB\",\"auth\":\"token\",\"devices\":[]}}",
                "{\"application\":\"AAAAA-BBBBB\",\"auth\":\"token\",\"devices\":[]}",
                "{\"application\":\"AAAAA-BBBBB\",\"auth\":\"token\",\"devices\":{}}",
                "{\"application\":\"AAAAA-BBBBB\",\"devices\":[{\"hwid\":\"a\",\"tags\":{}}]}",
                "{\"auth\":\"token\",\"devices\":[{\"hwid\":\"a\",\"tags\":{}}]}",
                "{\"application\":\"AAAAA-BBBBB\",\"auth\":\"token\",\"devices\":[{\"hwid\":\"a\",\"tags\":{}}]",
                "{\"application\":\"AAAAA-BBBBB\",\"auth\":\"token\",\"devices\":[{\"tags\":{}}]}",
                "{\"application\":\"AAAAA-BBBBB\",\"auth\":\"token\",\"devices\":[{\"hwid\":\"\",\"tags\":{}}]}",
                "{\"application\":\"AAAAA-BBBBB\",\"auth\":\"token\",\"devices\":[{\"hwid\":\"a\"}]}",
                "{\"application\":\"AAAAA-BBBBB\",\"auth\":\"token\",\"devices\":[{\"hwid\":\"a\",\"tags\":{},\"list_operator\":\"add\"}]}",
                "{\"application\":\"AAAAA-BBBBB\",\"auth\":\"token\",\"devices\":[{\"hwid\":\"a\",\"tags\":{\"T\":{\"operation\":\"append\",\"value\":[\"v\"]}}}]}",
                "{\"application\":\"AAAAA-BBBBB\",\"auth\":\"token\",\"devices\":[{\"hwid\":\"a\",\"tags\":{\"T\":[1]}}]}",
                "{\"application\":\"AAAAA-BBBBB\",\"auth\":\"token\",\"devices\":[{\"hwid\":\"a\",\"tags\":{},\"operator\":\"append\"}]}"
            })
    void refuses_what_is_not_a_valid_request(String body) throws IOException {
        HttpResponse<byte[]> refused = post(bulkUrl(), body);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(text(refused)).isEqualTo("{\"message\":\"invalid request\"}");
        assertThat(twin.jobs()).isEmpty();
    }

    @Test
    void refuses_the_wrong_token_and_the_wrong_application() throws IOException {
        HttpResponse<byte[]> token = post(bulkUrl(), body(append("a", "vip")).replace("token", "other"));
        HttpResponse<byte[]> application =
                post(bulkUrl(), body(append("a", "vip")).replace("AAAAA", "CCCCC"));

        assertThat(token.statusCode()).isEqualTo(401);
        assertThat(text(token)).isEqualTo("{\"message\":\"unauthorized\"}");
        assertThat(application.statusCode()).isEqualTo(400);
        assertThat(text(application)).isEqualTo("{\"message\":\"application not found\"}");
        assertThat(get(jobUrl("nosuch")).statusCode()).isEqualTo(404);
        assertThat(twin.devicesSent()).isZero();
    }

    @Test
    void a_poisoned_member_has_the_whole_batch_refused_without_a_name() throws IOException {
        twin.settings().poison("bad@example.org");

        assertThat(text(bulk(append("a@example.org", "vip"), append("bad@example.org", "vip"))))
                .isEqualTo("{\"message\":\"invalid request\"}");
        run(append("a@example.org", "vip"));
        assertThat(twin.audience("Cohorts", "vip")).containsExactly("a@example.org");
    }

    @Test
    void batches_may_be_limited_in_size() throws IOException {
        twin.settings().maxDevices(1, 413);

        assertThat(bulk(append("a", "vip"), append("b", "vip")).statusCode()).isEqualTo(413);
        assertThat(bulk(append("a", "vip")).statusCode()).isEqualTo(200);
    }

    @Test
    void jobs_can_finish_out_of_order_and_without_being_polled() throws IOException {
        twin.settings().jobPolls(ordinal -> ordinal == 0 ? 1 : 0);
        String first = json(bulk(append("a", "vip"))).path("request_id").asText();
        String second =
                json(bulk(device("a", "remove", "vip"))).path("request_id").asText();

        assertThat(List.of(word(first), word(second))).containsExactly("Pending", "Completed");
        twin.finishJobs();
        assertThat(twin.audience("Cohorts", "vip")).containsExactly("a");
    }

    @Test
    void identifiers_are_compared_with_their_case_unless_folded() throws IOException {
        run(append("A@Example.org", "vip"));
        assertThat(twin.tagsOf("a@example.org")).isEmpty();
        twin.settings().foldCase(true);
        run(append("A@Example.org", "vip"));
        assertThat(twin.tagsOf("a@EXAMPLE.org")).isNotEmpty();
    }

    @Test
    void lists_and_adds_tags_for_the_server_token() throws IOException {
        URI list = URI.create(twin.url() + "/json/1.3/listTags");
        URI add = URI.create(twin.url() + "/json/1.3/addTag");
        String auth = "{\"request\":{\"auth\":\"token\"}}";

        assertThat(json(post(add, "{\"request\":{\"auth\":\"token\",\"tag\":{\"name\":\"Plan\",\"type\":2}}}"))
                        .at("/response/result")
                        .asBoolean())
                .isTrue();
        JsonNode tags = json(post(list, auth)).at("/response/tags");
        assertThat(tags.findValuesAsText("name")).containsExactly("Cohorts", "Plan");
        assertThat(tags.findValuesAsText("type")).containsExactly("3", "2");
        assertThat(json(post(list, auth)).path("status_code").asInt()).isEqualTo(200);

        assertThat(post(list, "{}").statusCode()).isEqualTo(400);
        assertThat(post(list, auth.replace("token", "other")).statusCode()).isEqualTo(403);
        twin.settings().legacyRefusals(true, 200);
        HttpResponse<byte[]> legacy = post(list, auth.replace("token", "other"));
        assertThat(legacy.statusCode()).isEqualTo(200);
        assertThat(json(legacy).path("status_code").asInt()).isEqualTo(210);
        twin.settings().planDenied(true);
        assertThat(post(list, auth).statusCode()).isEqualTo(403);
    }

    @Test
    void bodies_are_recorded_only_on_request() throws IOException {
        bulk(append("a", "vip"));
        twin.recordBodies(true);
        bulk(append("b", "vip"));

        assertThat(twin.requests(Endpoints.PUSHWOOSH_BULK_SET_TAGS))
                .extracting(RecordedRequest::body)
                .containsExactly(null, body(append("b", "vip")));
    }

    private JsonNode run(String... devices) throws IOException {
        String id = json(bulk(devices)).path("request_id").asText();
        twin.finishJobs();
        return json(get(URI.create(jobUrl(id) + "?detailed=true")));
    }

    private String word(String id) throws IOException {
        return json(get(jobUrl(id))).path("status").asText();
    }

    private HttpResponse<byte[]> bulk(String... devices) throws IOException {
        return post(bulkUrl(), body(devices));
    }

    private URI bulkUrl() {
        return URI.create(twin.url() + "/api/v2/audience/bulkSetTags");
    }

    private URI registerUrl() {
        return URI.create(twin.url() + "/api/v2/audience/bulkRegisterDevice");
    }

    private URI jobUrl(String id) {
        return URI.create(bulkUrl() + "/" + id);
    }

    private static String body(String... devices) {
        return "{\"application\":\"AAAAA-BBBBB\",\"auth\":\"token\",\"devices\":[" + String.join(",", devices) + "]}";
    }

    private static String append(String identifier, String value) {
        return device(identifier, "append", value);
    }

    private static String device(String identifier, String operator, String value) {
        return "{\"user_id\":\"" + identifier + "\",\"list_operator\":\"" + operator + "\",\"tags\":{\"Cohorts\":[\""
                + value + "\"]}}";
    }
}
