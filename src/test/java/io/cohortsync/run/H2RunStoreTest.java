package io.cohortsync.run;

import io.cohortsync.ledger.TestDatabase;

class H2RunStoreTest extends RunStoreContract {
    H2RunStoreTest() {
        super(TestDatabase.h2());
    }
}
