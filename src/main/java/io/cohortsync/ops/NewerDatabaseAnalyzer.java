package io.cohortsync.ops;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one sentence that a newer version has migrated the database, without a stack trace. */
class NewerDatabaseAnalyzer extends AbstractFailureAnalyzer<NewerDatabaseException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NewerDatabaseException cause) {
        return new FailureAnalysis(cause.getMessage(), null, cause);
    }
}
