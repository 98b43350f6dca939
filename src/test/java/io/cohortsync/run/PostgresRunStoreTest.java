package io.cohortsync.run;

import io.cohortsync.ledger.TestDatabase;

class PostgresRunStoreTest extends RunStoreContract {
    PostgresRunStoreTest() {
        super(TestDatabase.postgres());
    }
}
