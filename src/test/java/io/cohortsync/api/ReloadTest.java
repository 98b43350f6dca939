package io.cohortsync.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortsync.e2e.App;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration is read again while the server runs. */
class ReloadTest {

    private static final String SECOND_SYNC = """
            cohort-sync:
              access:
                tokens:
                  ops:
                    token: %s
                    role: operator
              syncs:
                second:
                  cohort: 9apg8e8f
                  app: main
                  tag: Amplitude_Cohorts
                  cadence: %s
            """;
    private static final String NO_SYNC = """
            cohort-sync:
              access:
                tokens:
                  ops:
                    token: token-one
                    role: operator
            """;

    @TempDir
    private Path dir;

    private Path file;
    private App app;
    private String token = "token-one";

    @BeforeEach
    void start() throws IOException {
        file = dir.resolve("application.yaml");
        Files.writeString(file, NO_SYNC);
        app = new App(dir.resolve("data")).set("spring.config.location", file.toString());
        app.cohort(List.of("ann@example.com", "bob@example.com")).serve();
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void a_sync_comes_changes_and_goes() throws Exception {
        Files.writeString(file, SECOND_SYNC.formatted(token, "daily"));
        JsonNode added = reload(200);

        assertThat(added.path("added")).extracting(JsonNode::asText).containsExactly("second");
        assertThat(added.path("changed")).isEmpty();
        assertThat(status("second")).isEqualTo(ServiceStatus.Started);
        assertThat(isRegistered("second")).isTrue();
        assertThat(call("POST", "/api/syncs/second/runs", 202).path("run").asText())
                .isNotEmpty();
        Awaitility.await()
                .until(() ->
                        call("GET", "/api/syncs/second", 200).path("present").asInt() == 2);
        assertThat(metrics()).contains("cohortsync_members{state=\"present\",sync=\"second\"}");

        Files.writeString(file, SECOND_SYNC.formatted(token, "manual"));
        assertThat(reload(200).path("changed")).extracting(JsonNode::asText).containsExactly("second");
        assertThat(status("second")).isNull();

        Files.writeString(file, NO_SYNC);
        assertThat(reload(200).path("removed")).extracting(JsonNode::asText).containsExactly("second");
        call("GET", "/api/syncs/second", 404);
        assertThat(isRegistered("second")).isFalse();
        assertThat(metrics()).doesNotContain("sync=\"second\"");
    }

    @Test
    void a_mistake_leaves_the_old_configuration() throws Exception {
        Files.writeString(file, SECOND_SYNC.formatted(token, "every now and then"));
        JsonNode refused = reload(422);

        assertThat(refused.path("mistakes")).hasSize(1);
        assertThat(refused.path("mistakes").get(0).asText()).contains("second.cadence", "every now and then");
        call("GET", "/api/syncs/second", 404);
        JsonNode audited = call("GET", "/api/audit", 200).get(0);
        assertThat(audited.path("action").asText()).isEqualTo("reload");
        assertThat(audited.path("outcome").asText()).isEqualTo("refused");

        Files.writeString(file, "cohort-sync: [");
        assertThat(reload(422).path("mistakes").get(0).asText()).contains("line", "not YAML");
        assertThat(call("GET", "/api/syncs", 200)).hasSize(1);
    }

    @Test
    void a_sync_that_runs_is_not_changed_under_its_feet() throws Exception {
        Files.writeString(file, SECOND_SYNC.formatted(token, "daily"));
        reload(200);
        app.amplitude().settings().pollsUntilReady(1_000_000);
        call("POST", "/api/syncs/second/runs", 202);
        Awaitility.await()
                .until(() -> call("GET", "/api/syncs/second", 200)
                        .path("state")
                        .asText()
                        .equals("running"));

        Files.writeString(file, NO_SYNC);

        assertThat(reload(409).path("detail").asText()).contains("a run of sync second is under way");
        assertThat(status("second")).isEqualTo(ServiceStatus.Started);
        app.amplitude().settings().pollsUntilReady(1);
    }

    @Test
    void a_paused_cadence_stays_paused_and_another_sync_runs_on() throws Exception {
        Files.writeString(file, SECOND_SYNC.formatted(token, "daily"));
        reload(200);
        call("POST", "/api/syncs/second/pause", 200);

        Files.writeString(file, SECOND_SYNC.formatted(token, "hourly"));
        reload(200);

        assertThat(status("second")).isEqualTo(ServiceStatus.Stopped);
        assertThat(call("GET", "/api/syncs/second", 200).path("state").asText()).isEqualTo("stopped");
    }

    @Test
    void a_token_is_replaced() throws Exception {
        Files.writeString(file, SECOND_SYNC.formatted("token-two", "daily"));
        reload(200);

        call("GET", "/api/syncs", 401);
        token = "token-two";
        call("GET", "/api/syncs", 200);
    }

    @Test
    void what_needs_a_restart_is_named() throws Exception {
        Files.writeString(file, NO_SYNC + "  hooks:\n    each-member: true\n");

        assertThat(reload(200).path("restart")).extracting(JsonNode::asText).containsExactly("cohort-sync.hooks");
    }

    private JsonNode reload(int status) throws Exception {
        return call("POST", "/api/reload", status);
    }

    private JsonNode call(String method, String path, int status) throws Exception {
        HttpResponse<String> answer = send(method, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new ObjectMapper().readTree(answer.body());
    }

    private String metrics() throws Exception {
        return send("GET", "/actuator/prometheus").body();
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        URI uri = app.url().resolve(path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private ServiceStatus status(String sync) {
        return app.bean(CamelContext.class).getRouteController().getRouteStatus("cohort-trigger-" + sync);
    }

    private static boolean isRegistered(String sync) throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .isRegistered(new ObjectName("cohort-sync:type=Sync,name=" + sync));
    }
}
