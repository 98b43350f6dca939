package io.cohortsync.run;

/**
 * Somebody wants a run.
 *
 * @param dryRun plan only: the ledger stays as it is and nothing is sent
 * @param force export even if Amplitude has not recomputed the cohort
 */
public record RunRequest(String sync, Trigger trigger, boolean dryRun, boolean force) {}
