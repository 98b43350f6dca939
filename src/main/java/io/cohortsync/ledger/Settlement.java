package io.cohortsync.ledger;

import java.util.List;

/**
 * What became of changes that were sent. A change in neither list stays pending.
 *
 * @param confirmed Pushwoosh said that the job is completed and did not skip them
 * @param parked given up for now, each with its reason
 */
public record Settlement(List<Change> confirmed, List<ParkedChange> parked) {}
