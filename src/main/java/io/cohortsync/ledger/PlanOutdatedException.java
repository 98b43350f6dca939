package io.cohortsync.ledger;

/** The ledger has changed since the plan was made: the plan was not carried out, and nothing of it can be seen. */
public class PlanOutdatedException extends RuntimeException {
    public PlanOutdatedException(String sync) {
        super("the ledger of sync " + sync + " has changed since the plan was made: it was not carried out;"
                + " the next run makes a fresh plan");
    }
}
