package io.cohortsync.demo;

import java.util.Map;

/** What a poll of an export is told (facts/amplitude §1.6) and the ways in which that can be odd (§8.5). */
final class StatusAnswer {
    private static final String IN_PROGRESS = "JOB INPROGRESS";
    private static final String COMPLETED = "JOB COMPLETED";

    private StatusAnswer() {}

    static Reply of(Export export, boolean ready, Fault fault) {
        int honestCode = ready ? 200 : 202;
        return switch (fault.kind()) {
            case STATUS_IN_PROGRESS -> full(202, export.id(), export, IN_PROGRESS);
            case STATUS_UNKNOWN -> full(200, export.id(), export, fault.word("JOB FAILED"));
            case STATUS_MISSING ->
                Reply.json(
                        200,
                        Map.of(
                                "request_id",
                                export.id(),
                                "cohort_id",
                                export.cohort().id()));
            case STATUS_200_IN_PROGRESS -> full(200, export.id(), export, IN_PROGRESS);
            case STATUS_202_COMPLETED -> full(202, export.id(), export, COMPLETED);
            case REQUEST_ID_CASE -> full(honestCode, export.id().toLowerCase(), export, word(ready));
            default -> full(honestCode, export.id(), export, word(ready));
        };
    }

    private static String word(boolean ready) {
        return ready ? COMPLETED : IN_PROGRESS;
    }

    private static Reply full(int status, String requestId, Export export, String word) {
        return Reply.json(
                status,
                Map.of("request_id", requestId, "cohort_id", export.cohort().id(), "async_status", word));
    }
}
