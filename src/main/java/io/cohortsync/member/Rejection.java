package io.cohortsync.member;

/**
 * A row that the address policy refused.
 *
 * @param row    1-based number of the data row in the export
 * @param reason why
 * @param masked what may be shown of the value, see {@link MaskedAddress}; never the value itself
 */
public record Rejection(long row, RejectionReason reason, String masked) {}
