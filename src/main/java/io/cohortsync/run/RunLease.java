package io.cohortsync.run;

import io.cohortsync.ledger.SyncClaim;

/**
 * The right to write the row of one run. It ends when another process claims the run's sync: what is written under it then
 * changes nothing.
 */
public record RunLease(String runId, SyncClaim claim) {}
