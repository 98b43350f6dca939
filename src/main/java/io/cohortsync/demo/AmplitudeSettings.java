package io.cohortsync.demo;

/**
 * How the Amplitude twin behaves where the documentation is silent or leaves a choice. Every setting may be changed while
 * the twin runs; the defaults are the best-documented behaviour (facts/amplitude §8).
 */
public final class AmplitudeSettings {
    /** How a finished file reaches the client; documentation gives both forms and no threshold (§1.7). */
    public enum Delivery {
        REDIRECT,
        REDIRECT_PLAIN,
        INLINE_GZIP,
        INLINE_PLAIN
    }

    /** What {@code /usage} answers (§1.9). */
    public enum UsageShape {
        REST_DOWNLOAD,
        FLAT,
        MISSING,
        GARBAGE
    }

    volatile int pollsUntilReady = 1;
    volatile Delivery delivery = Delivery.REDIRECT;
    volatile UsageShape usageShape = UsageShape.REST_DOWNLOAD;
    volatile String propertyPrefix = "";
    volatile int unknownCohortStatus = 404;
    volatile int earlyFileStatus = 404;
    volatile int deadFileStatus = 404;
    volatile int missingCredentialsStatus = 403;
    volatile int requestsPerTenMinutes;
    volatile int parallelCalls;
    volatile int exportsPerMonth = 500;
    volatile boolean enforceExportsPerMonth;
    volatile int monthSpentStatus = 429;

    AmplitudeSettings() {}

    /** Polls that answer 202 before the first 200; 0 = ready at once. */
    public AmplitudeSettings pollsUntilReady(int polls) {
        pollsUntilReady = polls;
        return this;
    }

    public AmplitudeSettings delivery(Delivery how) {
        delivery = how;
        return this;
    }

    public AmplitudeSettings usageShape(UsageShape shape) {
        usageShape = shape;
        return this;
    }

    /** Guess (§1.8): what stands before a property's name in the header, as in {@code gp:}. */
    public AmplitudeSettings propertyPrefix(String prefix) {
        propertyPrefix = prefix;
        return this;
    }

    /** Guess (§8.4): 404 or 400 for a cohort that is unknown or not published. */
    public AmplitudeSettings unknownCohortStatus(int status) {
        unknownCohortStatus = status;
        return this;
    }

    /** Guess (§8.4): 404, 409 or 202 for a file asked for too early. */
    public AmplitudeSettings earlyFileStatus(int status) {
        earlyFileStatus = status;
        return this;
    }

    /** Guess (§8.4): 404, 410 or 403 for a file older than seven days or never requested. */
    public AmplitudeSettings deadFileStatus(int status) {
        deadFileStatus = status;
        return this;
    }

    /** Guess (§8.2): 403 or 401 for a call without any Authorization. */
    public AmplitudeSettings missingCredentialsStatus(int status) {
        missingCredentialsStatus = status;
        return this;
    }

    /** 60 at Amplitude (§1.2); 0 = not counted. */
    public AmplitudeSettings requestsPerTenMinutes(int limit) {
        requestsPerTenMinutes = limit;
        return this;
    }

    /** Calls in flight at once, 4 or 5 at Amplitude (§1.2); 0 = not counted. */
    public AmplitudeSettings parallelCalls(int limit) {
        parallelCalls = limit;
        return this;
    }

    /** The limit that {@code /usage} shows; refused beyond it only when enforced. */
    public AmplitudeSettings exportsPerMonth(int limit, boolean enforced) {
        exportsPerMonth = limit;
        enforceExportsPerMonth = enforced;
        return this;
    }

    /** Guess (§8.4): 429 or 403 when the month is spent. */
    public AmplitudeSettings monthSpentStatus(int status) {
        monthSpentStatus = status;
        return this;
    }
}
