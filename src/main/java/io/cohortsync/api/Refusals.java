package io.cohortsync.api;

import io.cohortsync.config.Sync;
import io.cohortsync.run.RunTicket;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** The problems that the API answers with, each with a sentence. No sentence repeats what the caller wrote: it may be an address. */
final class Refusals {

    private Refusals() {}

    static ErrorResponseException unknownSync() {
        return of(HttpStatus.NOT_FOUND, "no sync of this name is configured; GET /api/syncs lists them");
    }

    static ErrorResponseException unknownRun() {
        return of(HttpStatus.NOT_FOUND, "there is no run with this id; GET /api/runs lists them");
    }

    static ErrorResponseException tooManyListeners() {
        return of(
                HttpStatus.SERVICE_UNAVAILABLE,
                SyncWatch.MOST_LISTENERS + " listen already, and more are not served; GET /api/syncs tells the same");
    }

    static ErrorResponseException badRequest(String sentence) {
        return of(HttpStatus.BAD_REQUEST, sentence);
    }

    /** The configuration cannot be used: what held before goes on. */
    static ErrorResponseException mistakes(List<String> mistakes) {
        HttpStatus status = HttpStatus.UNPROCESSABLE_ENTITY;
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                status, "the configuration has mistakes, so that what was configured before goes on");
        problem.setProperty("mistakes", mistakes);
        return new ErrorResponseException(status, problem, null);
    }

    static ErrorResponseException noCadence(Sync sync) {
        return conflict("sync " + sync.name() + " has no cadence that could be paused: it is "
                + (sync.enabled() ? "manual" : "disabled"));
    }

    static ErrorResponseException conflict(String sentence) {
        return of(HttpStatus.CONFLICT, sentence);
    }

    /** Names the run that is in the way, if there is one. */
    static ErrorResponseException conflict(RunTicket refused) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, refused.refusal());
        if (refused.runId() != null) {
            problem.setProperty("run", refused.runId());
        }
        return new ErrorResponseException(HttpStatus.CONFLICT, problem, null);
    }

    private static ErrorResponseException of(HttpStatus status, String sentence) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, sentence), null);
    }
}
