package io.cohortsync.api;

import io.cohortsync.ledger.TestDatabase;

class PostgresAuditBookTest extends AuditBookContract {
    PostgresAuditBookTest() {
        super(TestDatabase.postgres());
    }
}
