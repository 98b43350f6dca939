package io.cohortsync.ledger;

/** Another process has taken the sync over: this one writes nothing more of it, and stops working on it. */
public class ClaimLostException extends RuntimeException {
    public ClaimLostException(SyncClaim claim) {
        super("the claim on sync " + claim.sync() + " (fence " + claim.fence()
                + ") is no longer the newest: another process works on it, so nothing was written");
    }
}
