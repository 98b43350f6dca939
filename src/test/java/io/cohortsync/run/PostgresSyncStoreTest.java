package io.cohortsync.run;

import io.cohortsync.ledger.TestDatabase;

class PostgresSyncStoreTest extends SyncStoreContract {
    PostgresSyncStoreTest() {
        super(TestDatabase.postgres());
    }
}
