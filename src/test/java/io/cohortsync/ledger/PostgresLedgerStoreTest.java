package io.cohortsync.ledger;

class PostgresLedgerStoreTest extends LedgerStoreContract {
    PostgresLedgerStoreTest() {
        super(TestDatabase.postgres());
    }
}
