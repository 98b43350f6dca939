package io.cohortsync.amplitude;

import com.fasterxml.jackson.databind.JsonNode;

/** The answer of {@code GET /api/5/cohorts/request-status/…} (facts/amplitude §1.6). */
public final class ExportStatus {

    private ExportStatus() {}

    /** Only {@code JOB COMPLETED} is; every other word, known or not, means: not yet. */
    public static boolean isCompleted(JsonNode reply) {
        return word(reply).equalsIgnoreCase("JOB COMPLETED");
    }

    /** Amplitude's word, fit for a log. */
    public static String word(JsonNode reply) {
        String word = reply.path("async_status").asText("no async_status").replaceAll("[^\\w ]", "?");
        return word.substring(0, Math.min(60, word.length()));
    }
}
