package io.cohortsync.ledger;

/**
 * What a run means to do, made from one complete export and one version of the ledger.
 *
 * @param ledgerVersion the version of the ledger that was compared: the plan is only valid for it
 * @param changes may be iterated more than once
 */
public record Plan(long ledgerVersion, PlanCounts counts, Iterable<PlannedChange> changes) {}
