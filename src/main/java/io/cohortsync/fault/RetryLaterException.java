package io.cohortsync.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The remote could not, or not yet, do what was asked: the routes ask again (error-handling.camel.yaml). The message holds
 * no secret and no address.
 */
public class RetryLaterException extends RuntimeException {

    private final @Nullable Duration wait;

    public RetryLaterException(String message) {
        this(message, null);
    }

    /** @param wait how long the remote asks us to wait, null if it did not say */
    public RetryLaterException(String message, @Nullable Duration wait) {
        super(message);
        this.wait = wait;
    }

    /** How long the remote asks us to wait, in milliseconds; null if it did not say. */
    public @Nullable Long getWaitMillis() {
        return wait == null ? null : wait.toMillis();
    }
}
