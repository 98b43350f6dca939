package io.cohortsync.run;

import io.cohortsync.ledger.TestDatabase;

class H2SyncStoreTest extends SyncStoreContract {
    H2SyncStoreTest() {
        super(TestDatabase.h2());
    }
}
