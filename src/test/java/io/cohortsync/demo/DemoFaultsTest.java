package io.cohortsync.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortsync.CohortSyncApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The demo as a user starts it, and a rehearsal. */
class DemoFaultsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static ConfigurableApplicationContext demo;

    @BeforeAll
    static void start() {
        demo = new SpringApplicationBuilder(CohortSyncApplication.class)
                .profiles("demo")
                .run("--server.port=0", "--demo.day=1h");
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    private static HttpResponse<String> call(String method, String path, String body) throws Exception {
        String port = demo.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isLessThan(300);
        return JSON.readTree(response.body());
    }

    private static JsonNode awaitLastRun() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> json(call("GET", "/api/syncs/power-users", "")).path("lastRun"),
                        run -> run.hasNonNull("finishedAt"));
    }

    private static JsonNode run() throws Exception {
        String id = json(call("POST", "/api/syncs/power-users/runs?force=true", ""))
                .get("run")
                .asText();
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> json(call("GET", "/api/runs/" + id, "")), run -> run.hasNonNull("finishedAt"));
    }

    @Test
    void what_can_happen_can_be_rehearsed() throws Exception {
        assertThat(awaitLastRun().get("status").asText()).isEqualTo("succeeded");

        JsonNode pending = json(
                call("POST", "/demo/faults", "{\"endpoint\":\"amplitude.list\",\"fault\":\"forbidden\",\"times\":1}"));
        assertThat(pending.get("amplitude.list").asText()).isEqualTo("[forbidden x1]");
        JsonNode failed = run();
        assertThat(failed.get("status").asText()).isEqualTo("failed");
        assertThat(failed.get("reason").asText()).contains("Amplitude refused the keys of project main");

        json(call("POST", "/demo/faults", "{\"endpoint\":\"pushwoosh.job\",\"fault\":\"job-stuck\"}"));
        JsonNode view = json(call("GET", "/demo/faults", ""));
        assertThat(view.at("/pending/pushwoosh.job").asText()).isEqualTo("[job-stuck always]");
        assertThat(view.at("/faults/rows-cut")).hasSize(2);
        assertThat(json(call("DELETE", "/demo/faults", ""))).isEmpty();
        assertThat(run().get("status").asText()).isEqualTo("succeeded");
    }

    @Test
    void a_fault_that_does_not_exist_is_a_sentence() throws Exception {
        HttpResponse<String> refused =
                call("POST", "/demo/faults", "{\"endpoint\":\"amplitude.list\",\"fault\":\"gremlins\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("There is no fault named 'gremlins'");
        HttpResponse<String> misplaced =
                call("POST", "/demo/faults", "{\"endpoint\":\"amplitude.list\",\"fault\":\"job-stuck\"}");
        assertThat(misplaced.statusCode()).isEqualTo(400);
        assertThat(misplaced.body()).contains("cannot happen on amplitude.list");
        assertThat(call("POST", "/demo/faults", "{}").statusCode()).isEqualTo(400);
    }
}
