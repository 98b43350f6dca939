package io.cohortsync.ledger;

/**
 * What a settlement changed.
 *
 * @param confirmed changes that were pending and now are confirmed; 0 if the same settlement was written before
 * @param left the sync's counts afterwards
 */
public record Settled(int confirmed, LedgerCounts left) {}
