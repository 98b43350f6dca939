package io.cohortsync.api;

import static io.cohortsync.api.ApiFixture.all;
import static io.cohortsync.api.ApiFixture.assertProblem;
import static io.cohortsync.api.ApiFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.api.ApiFixture.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page without a browser: what it is made of, who gets it, and the events that it lives on. */
class PageTest {

    private static final Path STATIC = Path.of("src/main/resources/static");
    private static final Pattern NAMED = Pattern.compile("(?:src|href|from)\\s*=?\\s*[\"']([^\"'#]+)[\"']");

    private static ApiFixture open;
    private static ApiFixture locked;

    @BeforeAll
    static void start() {
        open = ApiFixture.start(all(sync("one"), sync("daily", "cadence=daily")));
        locked = ApiFixture.start(
                all(sync("one"), new String[] {"cohort-sync.access.tokens.dashboard.token=token-of-reader"}));
    }

    @AfterAll
    static void stop() {
        open.close();
        locked.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html",
        "/assets/page.js, text/javascript",
        "/assets/page.css, text/css",
        "/vendor/uplot/uPlot.iife.min.js, text/javascript"
    })
    void everybody_gets_the_page_and_nobody_its_data_without_a_token(String path, String type) {
        for (ApiFixture server : List.of(open, locked)) {
            Answer answer = server.get(path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(header(answer, "Content-Type")).startsWith(type);
            assertThat(header(answer, "Content-Security-Policy"))
                    .contains("default-src 'none'", "script-src 'self'")
                    .doesNotContain("unsafe");
        }
        assertProblem(locked.get("/api/events"), 401);
        assertProblem(locked.get("/api/syncs"), 401);
    }

    private static String header(Answer answer, String name) {
        return answer.response().headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "index.html",
                "assets/page.js",
                "assets/overview.js",
                "assets/detail.js",
                "assets/chart.js",
                "assets/dom.js",
                "assets/api.js",
                "assets/page.css"
            })
    void names_only_files_of_its_own(String file) throws IOException {
        Path page = STATIC.resolve(file);
        String text = Files.readString(page);
        assertThat(text).doesNotContain("http://www", "https://", "//cdn");
        List<String> named = NAMED.matcher(text).results().map(m -> m.group(1)).toList();
        assertThat(named)
                .allSatisfy(name -> assertThat(page.resolveSibling(name)).exists());
    }

    /** A policy that forbids what stands in the page itself is of use only if nothing does. */
    @Test
    void has_no_script_and_no_style_in_the_page() throws IOException {
        String html = Files.readString(STATIC.resolve("index.html"));
        assertThat(html).doesNotContain("style=", "<style", "javascript:");
        assertThat(Pattern.compile("\\son[a-z]+=").matcher(html).results().map(MatchResult::group))
                .isEmpty();
        assertThat(Pattern.compile("<script[^>]*>(?!</script>)").matcher(html).results())
                .isEmpty();
        try (Stream<Path> scripts = Files.list(STATIC.resolve("assets"))) {
            assertThat(scripts.filter(file -> file.toString().endsWith(".js")))
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "'style'"));
        }
    }

    /** As it came from npm: the sums are those of package uplot 1.6.32. */
    @ParameterizedTest
    @CsvSource({
        "uPlot.iife.min.js, 19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f",
        "uPlot.min.css, df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04"
    })
    void the_chart_library_is_the_one_it_says(String file, String sum) throws Exception {
        byte[] bytes = Files.readAllBytes(STATIC.resolve("vendor/uplot").resolve(file));
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                .isEqualTo(sum);
        assertThat(STATIC.resolve("vendor/uplot/LICENSE")).exists();
    }

    @Test
    void tells_which_audience_it_is_and_as_of_when_it_is_right() {
        JsonNode overview = open.get("/api/overview").json();

        JsonNode card = overview.path("syncs").get(0);
        assertThat(card.path("name").asText()).isEqualTo("one");
        assertThat(card.path("present").isNumber()).isTrue();
        assertThat(card.path("tag").asText()).isNotEmpty();
        assertThat(card.path("tagValue").asText()).isNotEmpty();
        assertThat(card.has("completeAt")).isTrue();
        assertThat(overview.path("refusedRoutes").isArray()).isTrue();
        assertThat(card.has("sync")).isFalse();
    }

    // ---- events ----

    @Test
    void tells_how_the_syncs_are_and_when_they_change() throws Exception {
        open.cohort("one", "ann", "bob");
        List<String> events = new ArrayList<>();
        try (InputStream body = events(open)) {
            Thread reader = readInto(events, body);
            await().until(() -> has(events, "\"name\":\"one\""));
            assertThat(has(events, "\"status\":\"succeeded\"")).isFalse();

            open.run("one");

            await().atMost(ApiFixture.SOON).until(() -> has(events, "\"status\":\"succeeded\""));
            await().atMost(ApiFixture.SOON).until(() -> has(events, "\"completeAt\":\"20"));
            assertThat(String.join("", events)).contains("event:overview").doesNotContain("canary", "@");
            reader.interrupt();
        }
    }

    @Test
    void does_not_serve_more_listeners_than_it_can() throws Exception {
        List<InputStream> bodies = new ArrayList<>();
        try {
            for (int n = 0; n < SyncWatch.MOST_LISTENERS; n++) {
                bodies.add(events(locked, "Authorization", "Bearer token-of-reader"));
            }
            assertProblem(locked.get("/api/events", "Authorization", "Bearer token-of-reader"), 503);
        } finally {
            for (InputStream body : bodies) {
                body.close();
            }
        }
    }

    private static InputStream events(ApiFixture server, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/events"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofInputStream())
                .body();
    }

    private static Thread readInto(List<String> events, InputStream body) {
        Thread reader = new Thread(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    synchronized (events) {
                        events.add(line);
                    }
                }
            } catch (IOException e) {
                // the test has closed the connection
            }
        });
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    private static boolean has(List<String> events, String text) {
        synchronized (events) {
            return events.stream().anyMatch(line -> line.contains(text));
        }
    }

    // ---- pause and resume ----

    @Test
    void a_cadence_is_paused_and_resumed() {
        Answer paused = open.post("/api/syncs/daily/pause");
        assertThat(paused.status()).isEqualTo(200);
        assertThat(paused.text("state")).isEqualTo("stopped");
        assertThat(paused.json().path("nextFireAt").isNull()).isTrue();

        Answer resumed = open.post("/api/syncs/daily/resume");
        assertThat(resumed.text("state")).isEqualTo("idle");
        assertThat(resumed.text("nextFireAt")).isNotNull();
    }

    @Test
    void what_has_no_cadence_cannot_be_paused() {
        Answer refused = open.post("/api/syncs/one/pause");
        assertProblem(refused, 409);
        assertThat(refused.text("detail")).isEqualTo("sync one has no cadence that could be paused: it is manual");
        assertProblem(open.post("/api/syncs/nobody/pause"), 404);
        assertProblem(locked.post("/api/syncs/one/pause", "Authorization", "Bearer token-of-reader"), 403);
    }
}
