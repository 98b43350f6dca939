package io.cohortsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortsync.demo.Endpoints;
import io.cohortsync.demo.FaultKind;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said to whoever restarts the process, or sends callers to it. */
class HealthTest {

    private static final String LIVENESS = "/liveness";
    private static final String READINESS = "/readiness";

    @TempDir
    Path dataDir;

    @Test
    void a_remote_that_is_away_is_shown_and_changes_nothing() throws Exception {
        try (App app = new App(dataDir)
                .set("cohort-sync.circuit-breaker.pause", "10m")
                .set("cohort-sync.circuit-breaker.calls", "3")
                .cohort(List.of("ann@example.com"))
                .serve()) {
            app.amplitude().faults().always(Endpoints.AMPLITUDE_LIST, FaultKind.CONNECTION_RESET);
            app.open(false, false);

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> json(call(app, ""))
                            .at("/components/remotes/details/amplitude.main")
                            .asText()
                            .equals("open"));
            assertAllUp(app);
        }
    }

    @Test
    void a_route_that_somebody_stopped_changes_nothing() throws Exception {
        try (App app = new App(dataDir).setSync("cadence", "daily").serve()) {
            CamelContext camel = app.bean(CamelContext.class);
            camel.getRouteController().stopRoute("cohort-trigger-" + App.SYNC);
            camel.getRouteController().stopRoute("change-deliver");

            assertAllUp(app);
        }
    }

    private static void assertAllUp(App app) throws Exception {
        for (String group : List.of("", LIVENESS, READINESS)) {
            HttpResponse<String> answer = call(app, group);
            assertThat(answer.statusCode()).as(group + answer.body()).isEqualTo(200);
        }
    }

    @Test
    void without_its_database_it_lives_and_is_not_ready() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                CuttableProxy cable = new CuttableProxy(postgres.getPort());
                App app = new App(dataDir)
                        .set("spring.datasource.hikari.connection-timeout", "1000")
                        .set(
                                "spring.datasource.url",
                                "jdbc:postgresql://127.0.0.1:" + cable.port() + "/postgres?user=postgres")
                        .serve()) {
            assertAllUp(app);

            cable.cut();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> call(app, READINESS).statusCode() == 503);
            assertThat(call(app, LIVENESS).statusCode()).isEqualTo(200);

            cable.mend();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> call(app, READINESS).statusCode() == 200);
        }
    }

    @Test
    void with_tokens_only_who_has_one_sees_what_it_is_made_of() throws Exception {
        try (App app = new App(dataDir)
                .set("cohort-sync.access.tokens.dashboard.token", "reader-token")
                .set("cohort-sync.access.tokens.dashboard.role", "reader")
                .serve()) {
            assertThat(call(app, "").body()).doesNotContain("components");
            assertThat(json(call(app, "", "Authorization", "Bearer reader-token"))
                            .at("/components/remotes/status")
                            .asText())
                    .isEqualTo("UP");
        }
    }

    private static HttpResponse<String> call(App app, String group, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(app.url().resolve("/actuator/health" + group));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }
}
