package io.cohortsync.ledger;

/**
 * A change that could not be delivered.
 *
 * @param reason a short code: {@code refused}, {@code skipped} or {@code job-failed}
 * @param text what the remote said, without any address; at most 500 characters are kept
 * @param applied whether Pushwoosh may have applied the change, now or at an earlier attempt of this run
 */
public record ParkedChange(Change change, String reason, String text, boolean applied) {}
