package io.cohortsync.demo;

import static io.cohortsync.demo.TwinClient.get;
import static io.cohortsync.demo.TwinClient.json;
import static io.cohortsync.demo.TwinClient.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobFaultsTest {
    private static final String BULK = Endpoints.PUSHWOOSH_BULK_SET_TAGS;

    private final PushwooshTwin twin =
            PushwooshTwin.start("AAAAA-BBBBB", "token").defineTag("Cohorts", TagType.LIST);

    @AfterEach
    void close() {
        twin.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {BULK, Endpoints.PUSHWOOSH_JOB})
    void a_job_may_stay_pending_for_ever(String endpoint) throws IOException {
        twin.faults().next(endpoint, FaultKind.JOB_STUCK);
        String id = start("a");

        assertThat(List.of(word(id), word(id), word(id))).containsOnly("Pending");
        twin.finishJobs();
        assertThat(twin.audience("Cohorts", "vip")).isEmpty();
        assertThat(finished("b").path("status").asText()).isEqualTo("Completed");
    }

    @Test
    void a_job_may_fail_with_nothing_or_a_part_done() throws IOException {
        twin.faults().next(BULK, FaultKind.JOB_FAILED).next(BULK, Fault.of(FaultKind.JOB_FAILED, 50), 1);

        JsonNode nothing = finished("a", "b");
        assertThat(nothing.path("status").asText()).isEqualTo("Failed");
        assertThat(nothing.path("errors")).isNotEmpty();
        assertThat(twin.audience("Cohorts", "vip")).isEmpty();
        assertThat(finished("a", "b").path("status").asText()).isEqualTo("Failed");
        assertThat(twin.audience("Cohorts", "vip")).containsExactly("a");
    }

    @Test
    void a_job_may_end_in_a_word_nobody_knows() throws IOException {
        twin.faults()
                .next(BULK, FaultKind.JOB_UNKNOWN_WORD)
                .next(BULK, Fault.of(FaultKind.JOB_UNKNOWN_WORD, "Done"), 1);

        assertThat(finished("a").path("status").asText()).isEqualTo("Archived");
        assertThat(finished("a").path("status").asText()).isEqualTo("Done");
        assertThat(twin.audience("Cohorts", "vip")).isEmpty();
    }

    @Test
    void a_job_may_complete_without_some() throws IOException {
        twin.faults().next(BULK, Fault.skipping(List.of("b", "c")), 1).next(BULK, FaultKind.JOB_SKIPS);

        JsonNode some = finished("a", "b", "c");
        assertThat(some.path("status").asText()).isEqualTo("Completed");
        assertThat(some.path("devices").findValuesAsText("hwid")).containsExactly("b", "c");
        assertThat(some.path("devices").findValuesAsText("status")).containsOnly("skipped");
        assertThat(twin.audience("Cohorts", "vip")).containsExactly("a");
        assertThat(finished("d", "e").path("devices")).hasSize(2);
    }

    @Test
    void a_job_may_get_lost_before_or_after_it_took_effect() throws IOException {
        twin.faults().next(BULK, FaultKind.JOB_LOST).next(BULK, FaultKind.JOB_LOST_AFTER_APPLY);
        String before = start("a");
        String after = start("b");
        twin.finishJobs();

        assertThat(get(jobUrl(before)).statusCode()).isEqualTo(404);
        assertThat(get(jobUrl(after)).statusCode()).isEqualTo(404);
        assertThat(twin.audience("Cohorts", "vip")).containsExactly("b");
    }

    @Test
    void a_token_may_be_revoked_midway() throws IOException {
        twin.faults()
                .next(Endpoints.PUSHWOOSH_JOB, Fault.of(FaultKind.PASS), 1)
                .always(Endpoints.PUSHWOOSH_JOB, FaultKind.UNAUTHORIZED);
        String id = start("a");

        assertThat(get(jobUrl(id)).statusCode()).isEqualTo(200);
        assertThat(get(jobUrl(id)).statusCode()).isEqualTo(401);
        assertThat(get(jobUrl(id)).statusCode()).isEqualTo(401);
    }

    @Test
    void a_fault_cannot_undo_a_job_that_is_over() throws IOException {
        String id = start("a");
        twin.finishJobs();
        twin.faults().next(Endpoints.PUSHWOOSH_JOB, FaultKind.JOB_FAILED);

        assertThat(word(id)).isEqualTo("Completed");
    }

    private JsonNode finished(String... identifiers) throws IOException {
        String id = start(identifiers);
        twin.finishJobs();
        return json(get(URI.create(jobUrl(id) + "?detailed=true")));
    }

    private String start(String... identifiers) throws IOException {
        List<String> devices = List.of(identifiers).stream()
                .map(identifier -> "{\"hwid\":\"" + identifier
                        + "\",\"list_operator\":\"append\",\"tags\":{\"Cohorts\":[\"vip\"]}}")
                .toList();
        String body =
                "{\"application\":\"AAAAA-BBBBB\",\"auth\":\"token\",\"devices\":[" + String.join(",", devices) + "]}";
        return json(post(bulkUrl(), body)).path("request_id").asText();
    }

    private String word(String id) throws IOException {
        return json(get(jobUrl(id))).path("status").asText();
    }

    private URI jobUrl(String id) {
        return URI.create(bulkUrl() + "/" + id);
    }

    private URI bulkUrl() {
        return URI.create(twin.url() + "/api/v2/audience/bulkSetTags");
    }
}
