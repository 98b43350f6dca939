package io.cohortsync.demo;

import static io.cohortsync.demo.Endpoints.AMPLITUDE_FILE;
import static io.cohortsync.demo.Endpoints.AMPLITUDE_REQUEST;
import static io.cohortsync.demo.Endpoints.AMPLITUDE_STATUS;
import static io.cohortsync.demo.Endpoints.AMPLITUDE_STORE;
import static io.cohortsync.demo.Endpoints.PUSHWOOSH_BULK_REGISTER;
import static io.cohortsync.demo.Endpoints.PUSHWOOSH_BULK_SET_TAGS;
import static io.cohortsync.demo.Endpoints.PUSHWOOSH_JOB;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Everything that can go wrong (facts/amplitude §8.3-8.5, facts/pushwoosh "Scenario hooks"). The word in brackets is the
 * fault's optional argument with its default.
 */
public enum FaultKind {
    /** No fault: lets a request through, to reach a later one in the queue. */
    PASS(Stage.INSIDE),

    // Answers given instead of doing anything.
    TOO_MANY_REQUESTS(Stage.REPLACES),
    /** 429 with Retry-After in seconds (1). */
    RETRY_AFTER_SECONDS(Stage.REPLACES),
    /** 429 with Retry-After as an HTTP date, that many seconds from now (2). */
    RETRY_AFTER_DATE(Stage.REPLACES),
    /** 429 with a Retry-After nobody should obey (99999999999). */
    RETRY_AFTER_ABSURD(Stage.REPLACES),
    SERVER_ERROR(Stage.REPLACES),
    BAD_GATEWAY_HTML(Stage.REPLACES),
    UNAVAILABLE_EMPTY(Stage.REPLACES),
    GATEWAY_TIMEOUT_HTML(Stage.REPLACES),
    TIMEOUT_BEFORE_APPLY(Stage.REPLACES),
    CONNECTION_RESET(Stage.REPLACES),
    STATUS_CODE_210(Stage.REPLACES),
    ENVELOPED_500(Stage.REPLACES),
    OK_HTML(Stage.REPLACES),
    OK_EMPTY(Stage.REPLACES),
    UNAUTHORIZED(Stage.REPLACES),
    /** 403: unknown key on Amplitude, a restricted token on Pushwoosh. */
    FORBIDDEN(Stage.REPLACES),
    ACCESS_DENIED(Stage.REPLACES),
    PLAN_DENIED(Stage.REPLACES),
    INVALID_REQUEST(Stage.REPLACES),
    /** Any other HTTP status with a JSON error (408). */
    HTTP_STATUS(Stage.REPLACES),

    // The work is done, the answer suffers.
    TIMEOUT_AFTER_APPLY(Stage.ALTERS),
    CONNECTION_RESET_AFTER_APPLY(Stage.ALTERS),
    RESET_MID_BODY(Stage.ALTERS),
    TRUNCATED_JSON(Stage.ALTERS),
    /** The body in twenty pieces with that many milliseconds between them (100). */
    SLOW_DRIP(Stage.ALTERS),

    // The export.
    /** An answer for a cohort nobody knows: 404, 400 or html (404). */
    UNKNOWN_COHORT(Stage.INSIDE, AMPLITUDE_REQUEST),
    STATUS_IN_PROGRESS(Stage.INSIDE, AMPLITUDE_STATUS),
    /** An async_status nobody documents (JOB FAILED). */
    STATUS_UNKNOWN(Stage.INSIDE, AMPLITUDE_STATUS),
    STATUS_MISSING(Stage.INSIDE, AMPLITUDE_STATUS),
    STATUS_200_IN_PROGRESS(Stage.INSIDE, AMPLITUDE_STATUS),
    STATUS_202_COMPLETED(Stage.INSIDE, AMPLITUDE_STATUS),
    REQUEST_ID_CASE(Stage.INSIDE, AMPLITUDE_STATUS),

    // The way to the file.
    /** 404, 410 or 403 for a file that is gone (404). */
    FILE_DEAD(Stage.INSIDE, AMPLITUDE_FILE),
    /** A Location on another host, over http (http://elsewhere.invalid/export.csv). */
    REDIRECT_OTHER_HOST(Stage.INSIDE, AMPLITUDE_FILE),
    REDIRECT_LOOP(Stage.INSIDE, AMPLITUDE_FILE, AMPLITUDE_STORE),
    /** 301, 307 or 308 in place of 302 (307). */
    REDIRECT_STATUS(Stage.INSIDE, AMPLITUDE_FILE),
    REDIRECT_WITHOUT_LOCATION(Stage.INSIDE, AMPLITUDE_FILE),
    LINK_EXPIRED(Stage.INSIDE, AMPLITUDE_STORE),

    // The file itself. Set on the file endpoint in redirect mode, the link that it mints leads to the bad file.
    GZIP_CUT(Stage.INSIDE, AMPLITUDE_FILE, AMPLITUDE_STORE),
    GZIP_CORRUPT(Stage.INSIDE, AMPLITUDE_FILE, AMPLITUDE_STORE),
    LENGTH_TOO_LONG(Stage.INSIDE, AMPLITUDE_FILE, AMPLITUDE_STORE),
    UNCLOSED_QUOTE(Stage.INSIDE, AMPLITUDE_FILE, AMPLITUDE_STORE),
    NO_USER_ID_COLUMN(Stage.INSIDE, AMPLITUDE_FILE, AMPLITUDE_STORE),
    FILE_HTML(Stage.INSIDE, AMPLITUDE_FILE, AMPLITUDE_STORE),
    FILE_JSON(Stage.INSIDE, AMPLITUDE_FILE, AMPLITUDE_STORE),
    FILE_EMPTY(Stage.INSIDE, AMPLITUDE_FILE, AMPLITUDE_STORE),
    HEADER_ONLY(Stage.INSIDE, AMPLITUDE_FILE, AMPLITUDE_STORE),
    /** That many percent of the rows, in a file that is otherwise whole (50). */
    ROWS_CUT(Stage.INSIDE, AMPLITUDE_FILE, AMPLITUDE_STORE),
    BYTE_ORDER_MARK(Stage.INSIDE, AMPLITUDE_FILE, AMPLITUDE_STORE),
    CRLF(Stage.INSIDE, AMPLITUDE_FILE, AMPLITUDE_STORE),
    LEADING_TABS(Stage.INSIDE, AMPLITUDE_FILE, AMPLITUDE_STORE),

    // A bulk job: set where it is made, or where it is polled; the job keeps it for good.
    JOB_STUCK(Stage.INSIDE, PUSHWOOSH_BULK_SET_TAGS, PUSHWOOSH_BULK_REGISTER, PUSHWOOSH_JOB),
    /** Fails after that many percent of the devices (0). */
    JOB_FAILED(Stage.INSIDE, PUSHWOOSH_BULK_SET_TAGS, PUSHWOOSH_BULK_REGISTER, PUSHWOOSH_JOB),
    /** Ends in a status nobody documents (Archived). */
    JOB_UNKNOWN_WORD(Stage.INSIDE, PUSHWOOSH_BULK_SET_TAGS, PUSHWOOSH_BULK_REGISTER, PUSHWOOSH_JOB),
    /** Completes without the identifiers named, comma-separated (all). */
    JOB_SKIPS(Stage.INSIDE, PUSHWOOSH_BULK_SET_TAGS, PUSHWOOSH_BULK_REGISTER, PUSHWOOSH_JOB),
    JOB_LOST(Stage.INSIDE, PUSHWOOSH_BULK_SET_TAGS, PUSHWOOSH_BULK_REGISTER, PUSHWOOSH_JOB),
    JOB_LOST_AFTER_APPLY(Stage.INSIDE, PUSHWOOSH_BULK_SET_TAGS, PUSHWOOSH_BULK_REGISTER, PUSHWOOSH_JOB);

    enum Stage {
        REPLACES,
        ALTERS,
        INSIDE
    }

    private final Stage stage;
    private final List<String> endpoints;

    FaultKind(Stage stage, String... endpoints) {
        this.stage = stage;
        this.endpoints = List.of(endpoints);
    }

    /** The fault's public name, as in {@code rows-cut}. */
    public String kebab() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Endpoints on which the fault can be set; empty when it can be set on every one. */
    public List<String> endpoints() {
        return endpoints;
    }

    public boolean appliesTo(String endpoint) {
        return endpoints.isEmpty() || endpoints.contains(endpoint);
    }

    public static FaultKind named(String kebab) {
        return Arrays.stream(values())
                .filter(kind -> kind.kebab().equals(kebab))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no fault named '" + kebab
                        + "'; the names are "
                        + Arrays.stream(values()).map(FaultKind::kebab).toList() + "."));
    }

    Stage stage() {
        return stage;
    }

    /** The client never learns the id of the job it started, so the job has to run without being polled. */
    boolean losesTheAnswer() {
        return stage == Stage.ALTERS && this != SLOW_DRIP;
    }

    boolean isJobFault() {
        return endpoints.contains(PUSHWOOSH_JOB);
    }
}
