package io.cohortsync.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The HTTP API of one server, seen from outside. */
final class ServerApi {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int FIRST_REFUSAL = 400;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ObjectMapper json = new ObjectMapper();
    private final URI server;
    private final @Nullable String token;

    /** @param token null if the server wants none */
    ServerApi(URI server, @Nullable String token) {
        this.server = server;
        this.token = token;
    }

    /**
     * @param query a value that is null is left out
     * @throws ServerException if the server refuses, or none answers
     */
    JsonNode get(String path, Map<String, @Nullable String> query) {
        return send(request(path, query).GET());
    }

    /** @throws ServerException if the server refuses, or none answers */
    JsonNode get(String path) {
        return get(path, Map.of());
    }

    /** @throws ServerException if the server refuses, or none answers */
    JsonNode post(String path, Map<String, @Nullable String> query) {
        return send(request(path, query).POST(BodyPublishers.noBody()));
    }

    /** @throws ServerException if the server refuses, or none answers */
    JsonNode postJson(String path, Map<String, String> body) {
        try {
            return send(request(path, Map.of())
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(json.writeValueAsString(body))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings that are no JSON", e);
        }
    }

    private HttpRequest.Builder request(String path, Map<String, @Nullable String> query) {
        String text = new TreeMap<>(query)
                .entrySet().stream()
                        .filter(entry -> entry.getValue() != null)
                        .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(text.isEmpty() ? path : path + "?" + text))
                .timeout(LONGEST)
                .header("Accept", "application/json, application/problem+json");
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /** @return {@code text} as one segment of a path, or as a value of a query */
    static String encoded(@Nullable String text) {
        return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode send(HttpRequest.Builder request) {
        HttpResponse<String> answer;
        try {
            answer = http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new ServerException(
                    ExitCodes.NO_SERVER,
                    "No server answers at " + server + " (" + e.getClass().getSimpleName()
                            + "). Start it, name another with --server or COHORT_SYNC_URL, or use --local to work on"
                            + " this directory's configuration and database.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException(ExitCodes.FAILED, "Interrupted.");
        }
        if (answer.statusCode() >= FIRST_REFUSAL) {
            throw refusal(answer);
        }
        return read(answer);
    }

    private JsonNode read(HttpResponse<String> answer) {
        try {
            return json.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new ServerException(
                    ExitCodes.NO_SERVER,
                    "What answers at " + server + " is no cohort-sync: expected JSON from "
                            + answer.uri().getPath() + ". Name the right one with --server.");
        }
    }

    private ServerException refusal(HttpResponse<String> answer) {
        String hint = switch (answer.statusCode()) {
            case 401 -> " Give a token in COHORT_SYNC_TOKEN or with --token-file.";
            case 403 -> " The token's role does not allow it.";
            default -> "";
        };
        return new ServerException(ExitCodes.FAILED, words(answer) + hint);
    }

    private String words(HttpResponse<String> answer) {
        try {
            JsonNode problem = json.readTree(answer.body());
            String title = problem.path("title").asText("refused");
            String run = problem.path("run").asText("");
            return "The server says " + answer.statusCode() + " " + title + ": "
                    + problem.path("detail").asText("no more words") + (run.isEmpty() ? "" : " (run " + run + ")")
                    + ".";
        } catch (JsonProcessingException e) {
            return "The server says " + answer.statusCode() + " without a reason.";
        }
    }
}
