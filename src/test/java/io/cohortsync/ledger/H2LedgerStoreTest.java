package io.cohortsync.ledger;

class H2LedgerStoreTest extends LedgerStoreContract {
    H2LedgerStoreTest() {
        super(TestDatabase.h2());
    }
}
