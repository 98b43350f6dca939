package io.cohortsync.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortsync.config.AmplitudeProject;
import io.cohortsync.config.PushwooshApp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The two calls of a check: they read, and follow no redirect. */
@Component
class RemoteReader {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ObjectMapper json;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    RemoteReader(ObjectMapper json) {
        this.json = json;
    }

    /** An answer, whatever it says. */
    record Answer(int status, String body) {}

    Answer cohorts(AmplitudeProject project) {
        String keys = project.apiKey().value() + ":" + project.secretKey().value();
        HttpRequest request = HttpRequest.newBuilder(URI.create(project.url() + "/api/3/cohorts"))
                .timeout(TIMEOUT)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(keys.getBytes(StandardCharsets.UTF_8)))
                .build();
        return ask("Amplitude", request);
    }

    Answer tags(PushwooshApp app) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(app.url() + "/json/1.3/listTags"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(listTags(app)))
                .build();
        return ask("Pushwoosh", request);
    }

    private String listTags(PushwooshApp app) {
        try {
            return json.writeValueAsString(
                    Map.of("request", Map.of("auth", app.apiToken().value())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a token that is no JSON text", e);
        }
    }

    private Answer ask(String remote, HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new IllegalStateException(
                    remote + " cannot be reached at " + request.uri().getHost() + " ("
                            + e.getClass().getSimpleName() + "); expected an answer within " + TIMEOUT.toSeconds()
                            + " s. Check base-url, proxy and network",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + remote, e);
        }
    }
}
