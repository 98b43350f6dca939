package io.cohortsync.route;

import io.cohortsync.ledger.Change;
import java.util.ArrayList;
import java.util.List;

/**
 * The changes of one call to Pushwoosh.
 *
 * @param closed whether the aggregator is to let it go; Camel could not tell {@code full()} from {@code isFull()}
 * @param attempt 1 for the first time it is sent
 * @param perhapsApplied whether an earlier post of these changes may have been applied, as its answer was lost or its job
 *     not done
 */
public record ChangeBatch(String runId, List<Change> changes, boolean closed, int attempt, boolean perhapsApplied) {

    static ChangeBatch of(ChangePage page) {
        return new ChangeBatch(page.runId(), page.changes(), page.endsBatch(), 1, false);
    }

    ChangeBatch plus(ChangePage page) {
        List<Change> all = new ArrayList<>(changes);
        all.addAll(page.changes());
        return new ChangeBatch(runId, all, page.endsBatch(), attempt, perhapsApplied);
    }

    ChangeBatch with(List<Change> some) {
        return new ChangeBatch(runId, some, true, attempt, perhapsApplied);
    }

    /** The same changes, to be sent once more. */
    public ChangeBatch nextAttempt() {
        return new ChangeBatch(runId, changes, true, attempt + 1, true);
    }

    /** The same batch, whose post was tried before: what became of it is not known. */
    ChangeBatch postedBefore() {
        return new ChangeBatch(runId, changes, true, attempt, true);
    }

    /** For the completion predicate of the aggregator. */
    public boolean isFull() {
        return closed;
    }

    /** Whether it cannot be halved any more. */
    public boolean isSingle() {
        return changes.size() == 1;
    }

    /** Two halves: a refused batch is halved until the refused members are alone. */
    public List<ChangeBatch> halves() {
        int middle = changes.size() / 2;
        return List.of(with(changes.subList(0, middle)), with(changes.subList(middle, changes.size())));
    }

    /** Without a look at every change: Camel's Simple asks for it whenever a route names a part of the batch. */
    @Override
    public int hashCode() {
        return 31 * runId.hashCode() + changes.size();
    }

    /** Never shows a member. */
    @Override
    public String toString() {
        return "ChangeBatch of " + changes.size() + " changes run=" + runId;
    }
}
