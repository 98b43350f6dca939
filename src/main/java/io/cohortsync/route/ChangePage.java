package io.cohortsync.route;

import io.cohortsync.ledger.Change;
import java.util.List;

/**
 * Some pending changes of one run, as the aggregator of change-deliver collects them.
 *
 * @param endsBatch whether the batch is full, or the run has nothing more
 */
public record ChangePage(String runId, List<Change> changes, boolean endsBatch) {

    /** Without a look at every change: Camel's Simple asks for it whenever a route names a part of the page. */
    @Override
    public int hashCode() {
        return 31 * runId.hashCode() + changes.size();
    }

    /** Never shows a member. */
    @Override
    public String toString() {
        return "ChangePage of " + changes.size() + " changes run=" + runId;
    }
}
