package io.cohortsync.ledger;

import java.util.List;

/**
 * What became of the changes of one batch.
 *
 * @param confirmed Pushwoosh said that the job is completed and did not skip them
 * @param parked given up for now, each with its reason
 * @param again not confirmed: they stay pending, with one attempt more
 */
public record Settlement(List<Change> confirmed, List<ParkedChange> parked, List<Change> again) {

    public static Settlement confirmed(List<Change> changes) {
        return new Settlement(changes, List.of(), List.of());
    }

    public static Settlement parked(List<ParkedChange> changes) {
        return new Settlement(List.of(), changes, List.of());
    }
}
