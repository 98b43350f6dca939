package io.cohortsync.demo;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/** The answers that need no state: what load balancers, gateways and refusals send. */
final class CannedReplies {
    private CannedReplies() {}

    static Reply of(Fault fault, String endpoint, Clock clock) {
        ErrorBodies errors = ErrorBodies.at(endpoint);
        return switch (fault.kind()) {
            case TOO_MANY_REQUESTS -> errors.of(429, "Too many requests");
            case RETRY_AFTER_SECONDS -> errors.of(429, "Too many requests").with("Retry-After", fault.word("1"));
            case RETRY_AFTER_DATE -> errors.of(429, "Too many requests").with("Retry-After", date(fault, clock));
            case RETRY_AFTER_ABSURD ->
                errors.of(429, "Too many requests").with("Retry-After", fault.word("99999999999"));
            case SERVER_ERROR -> errors.enveloped().of(500, "Internal error");
            case BAD_GATEWAY_HTML -> Reply.html(502, "502 Bad Gateway");
            case UNAVAILABLE_EMPTY -> Reply.empty(503);
            case GATEWAY_TIMEOUT_HTML -> Reply.html(504, "504 Gateway Time-out");
            case TIMEOUT_BEFORE_APPLY -> Reply.never(Reply.Ending.HELD);
            case CONNECTION_RESET -> Reply.never(Reply.Ending.DROPPED);
            case STATUS_CODE_210 -> ErrorBodies.ENVELOPE.sent(200, 210, "Access denied or application not found");
            case ENVELOPED_500 -> errors.enveloped().sent(200, 500, "Internal error");
            case OK_HTML -> Reply.html(200, "Scheduled maintenance");
            case OK_EMPTY -> Reply.empty(200);
            case UNAUTHORIZED -> errors.of(401, "unauthorized");
            case FORBIDDEN -> errors.of(403, errors.forbidden());
            case ACCESS_DENIED -> errors.of(403, "Access Denied");
            case PLAN_DENIED -> errors.of(403, "This feature is not available on your plan");
            case INVALID_REQUEST -> errors.of(400, "invalid request");
            case HTTP_STATUS -> errors.of(fault.number(408), "HTTP " + fault.number(408));
            default -> throw new IllegalStateException("The fault " + fault + " has no answer of its own.");
        };
    }

    static Reply altered(Reply reply, Fault fault) {
        return switch (fault.kind()) {
            case TIMEOUT_AFTER_APPLY -> reply.ending(Reply.Ending.HELD);
            case CONNECTION_RESET_AFTER_APPLY -> reply.ending(Reply.Ending.DROPPED);
            case RESET_MID_BODY -> reply.ending(Reply.Ending.HALF);
            case TRUNCATED_JSON -> reply.body(Arrays.copyOf(reply.body(), reply.body().length / 2));
            case SLOW_DRIP -> reply.slowly(fault.number(100));
            default -> throw new IllegalStateException("The fault " + fault + " does not alter an answer.");
        };
    }

    private static String date(Fault fault, Clock clock) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                clock.instant().plusSeconds(fault.number(2)).atZone(ZoneOffset.UTC));
    }
}
