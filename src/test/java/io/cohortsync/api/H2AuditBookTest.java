package io.cohortsync.api;

import io.cohortsync.ledger.TestDatabase;

class H2AuditBookTest extends AuditBookContract {
    H2AuditBookTest() {
        super(TestDatabase.h2());
    }
}
