package io.cohortsync.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortsync.CohortSyncApplication;
import io.cohortsync.demo.AmplitudeTwin;
import io.cohortsync.demo.CohortSpec;
import io.cohortsync.demo.Endpoints;
import io.cohortsync.demo.ExportContent;
import io.cohortsync.demo.FaultKind;
import io.cohortsync.demo.PushwooshTwin;
import io.cohortsync.demo.TagType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * The whole application on a port of its own, between twins of Amplitude and Pushwoosh. Every address that it puts into a
 * cohort and every credential is a canary: no answer may ever hold one.
 */
final class ApiFixture implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(20);

    static final String CANARY = "canary";

    private static final String API_KEY = CANARY + "-api-key";
    private static final String SECRET_KEY = CANARY + "-secret-key";
    private static final String SERVER_TOKEN = CANARY + "-server-token";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AmplitudeTwin amplitude = AmplitudeTwin.start(API_KEY, SECRET_KEY);
    private final PushwooshTwin pushwoosh = PushwooshTwin.start("APIAA-TESTS", SERVER_TOKEN);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path dataDir;
    private Instant computed = Instant.now().minus(Duration.ofHours(1));
    private ConfigurableApplicationContext application;

    private ApiFixture(Path dataDir) {
        this.dataDir = dataDir;
        amplitude.settings().pollsUntilReady(0);
        pushwoosh.settings().jobPolls(0);
        pushwoosh.defineTag("Cohorts", TagType.LIST);
    }

    /** What a call was answered. */
    record Answer(int status, HttpResponse<String> response) {
        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The member of that name as text. */
        String text(String name) {
            return json().path(name).asText(null);
        }
    }

    /** @param settings more of them, as {@code key=value}; see {@link #sync} for a sync */
    static ApiFixture start(String... settings) {
        try {
            ApiFixture fixture = new ApiFixture(Files.createTempDirectory("cohort-sync-api-"));
            fixture.application = fixture.run(settings);
            return fixture;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sync of the cohort of its own name, with a tag value of its own name, that runs only when asked. */
    static String[] sync(String name, String... more) {
        String prefix = "cohort-sync.syncs." + name + ".";
        List<String> settings = new ArrayList<>(List.of(
                prefix + "project=main",
                prefix + "app=main",
                prefix + "cohort=c-" + name,
                prefix + "cadence=manual",
                prefix + "tag=Cohorts"));
        Arrays.stream(more).map(prefix::concat).forEach(settings::add);
        return settings.toArray(String[]::new);
    }

    static String[] all(String[]... settings) {
        return Arrays.stream(settings).flatMap(Arrays::stream).toArray(String[]::new);
    }

    private ConfigurableApplicationContext run(String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "spring.config.location=optional:classpath:/none/",
                "server.port=0",
                "cohort-sync.data-dir=" + dataDir,
                "cohort-sync.retry.delay-millis=10",
                "cohort-sync.amplitude.projects.main.api-key=" + API_KEY,
                "cohort-sync.amplitude.projects.main.secret-key=" + SECRET_KEY,
                "cohort-sync.amplitude.projects.main.base-url=" + amplitude.apiUrl(),
                "cohort-sync.amplitude.projects.main.poll-interval=20ms",
                "cohort-sync.pushwoosh.apps.main.application=APIAA-TESTS",
                "cohort-sync.pushwoosh.apps.main.api-token=" + SERVER_TOKEN,
                "cohort-sync.pushwoosh.apps.main.base-url=" + pushwoosh.url(),
                "cohort-sync.pushwoosh.apps.main.job-poll-interval=20ms"));
        arguments.addAll(List.of(settings));
        return new SpringApplicationBuilder(CohortSyncApplication.class).run(lastOfEach(arguments));
    }

    /** Spring Boot would join the values of a key that comes twice. */
    private static String[] lastOfEach(List<String> settings) {
        Map<String, String> last = new LinkedHashMap<>();
        settings.forEach(setting -> last.put(setting.substring(0, setting.indexOf('=')), "--" + setting));
        return last.values().toArray(String[]::new);
    }

    /** Ends the application and starts it again on the same data. */
    void restart(String... settings) {
        application.close();
        application = run(settings);
    }

    // ---- the remotes ----

    AmplitudeTwin amplitude() {
        return amplitude;
    }

    PushwooshTwin pushwoosh() {
        return pushwoosh;
    }

    /** The address of a member. */
    static String canary(String name) {
        return CANARY + "." + name + "@example.com";
    }

    /** The sync's cohort has these members from now on, and Amplitude has just computed it. */
    void cohort(String sync, String... members) {
        cohortOfRows(sync, Arrays.stream(members).map(ApiFixture::canary).toArray(String[]::new));
    }

    /** The same with user ids as they are. Amplitude tells whole seconds, so each computation has one of its own. */
    void cohortOfRows(String sync, String... userIds) {
        computed = computed.plusSeconds(1);
        StringBuilder csv = new StringBuilder("amplitude_id,user_id\n");
        for (int i = 0; i < userIds.length; i++) {
            csv.append(i + 1).append(',').append(userIds[i]).append('\n');
        }
        amplitude.putCohort(
                CohortSpec.of("c-" + sync, ExportContent.csv(csv.toString())).computed(computed, userIds.length));
    }

    /** Runs come as far as waiting for their export, until {@link #goOn}. */
    void keepWaiting() {
        amplitude.faults().always(Endpoints.AMPLITUDE_STATUS, FaultKind.STATUS_IN_PROGRESS);
    }

    void goOn() {
        amplitude.faults().clear();
    }

    Set<String> audience(String sync) {
        return pushwoosh.audience("Cohorts", sync);
    }

    static Set<String> canaries(String... names) {
        return Arrays.stream(names).map(ApiFixture::canary).collect(Collectors.toSet());
    }

    // ---- calls ----

    int port() {
        return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    ApplicationContext application() {
        return application;
    }

    <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    Answer get(String path, String... headers) {
        return call("GET", path, null, headers);
    }

    Answer post(String path, String... headers) {
        return call("POST", path, null, headers);
    }

    Answer post(String path, JsonBody body, String... headers) {
        return call("POST", path, body, headers);
    }

    /** A body, told apart from a header. */
    record JsonBody(String text) {}

    Answer explain(String address) {
        return post(
                "/api/explain",
                new JsonBody(JSON.createObjectNode().put("address", address).toString()));
    }

    Answer call(String method, String path, @Nullable JsonBody body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.text()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            assertThat(response.body()).doesNotContain(CANARY).doesNotContain("io.cohortsync", "\tat ");
            if (response.statusCode() >= 400) {
                assertThat(response.body()).doesNotContain("Exception");
            }
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts a run and returns its id. */
    String start(String sync, String query) {
        Answer answer = post("/api/syncs/" + sync + "/runs" + query);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(202);
        return answer.text("run");
    }

    /** Starts a run, waits for its end and returns its report. */
    JsonNode run(String sync) {
        return ended(start(sync, ""));
    }

    JsonNode ended(String run) {
        return await().atMost(SOON)
                .until(
                        () -> get("/api/runs/" + run).json(),
                        report -> !report.path("status").asText().equals("running"));
    }

    static void assertProblem(Answer answer, int status) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.response().headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.text("title")).isNotBlank();
        assertThat(answer.text("detail")).isNotBlank();
    }

    @Override
    public void close() {
        amplitude.faults().clear();
        application.close();
        amplitude.close();
        pushwoosh.close();
        try {
            FileSystemUtils.deleteRecursively(dataDir);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
