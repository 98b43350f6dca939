package io.cohortsync.run;

import org.jspecify.annotations.Nullable;

/**
 * The answer to the wish to send parked changes again.
 *
 * @param requeued how many are pending again
 * @param ticket the run that sends them, or why there is none; null if nothing was parked
 */
public record Replay(int requeued, @Nullable RunTicket ticket) {}
