package io.cohortsync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the server says, in words for a terminal. */
final class Words {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm'Z'").withZone(ZoneOffset.UTC);

    private Words() {}

    /** @param instant ISO-8601, or null or missing: {@code -} */
    static String minute(JsonNode instant) {
        return instant.isTextual() ? MINUTE.format(Instant.parse(instant.asText())) : "-";
    }

    /** A run report, line by line. */
    static String report(JsonNode run) {
        JsonNode counts = run.path("counts");
        return lines(
                "Run %s of %s: %s%s"
                        .formatted(
                                run.path("id").asText(),
                                run.path("sync").asText(),
                                run.path("status").asText(),
                                run.path("dryRun").asBoolean() ? " (dry run)" : ""),
                run.path("reason").isTextual()
                        ? "  reason     " + run.path("reason").asText()
                        : "",
                "  started    %s by %s, finished %s"
                        .formatted(
                                minute(run.path("startedAt")),
                                run.path("trigger").asText(),
                                minute(run.path("finishedAt"))),
                "  read       %s = %s valid + %s rejected + %s duplicates"
                        .formatted(of(counts, "read", "valid", "rejected", "duplicates")),
                "  rejected   " + each(run.path("rejectedByReason")),
                "  planned    %s joined, %s left, %s changed; %s unchanged"
                        .formatted(of(counts, "joined", "left", "changed", "unchanged")),
                "  delivered  %s; the sync has %s parked and %s pending"
                        .formatted(of(counts, "delivered", "parked", "pending")),
                "  calls      %s export requests, %s batches".formatted(of(run, "exportRequests", "batches")));
    }

    /** What becomes of an address, sync by sync, and what is left to do. */
    static String erasure(JsonNode answer) {
        return lines(Views.ERASED.of(answer.path("syncs")), answer.path("next").asText());
    }

    private static Object[] of(JsonNode node, String... names) {
        return List.of(names).stream().map(name -> node.path(name).asText("0")).toArray();
    }

    private static String each(JsonNode counts) {
        return counts.properties().stream()
                .map(count -> count.getKey() + " " + count.getValue().asText())
                .collect(Collectors.joining(", "));
    }

    private static String lines(String... lines) {
        return Stream.of(lines).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
