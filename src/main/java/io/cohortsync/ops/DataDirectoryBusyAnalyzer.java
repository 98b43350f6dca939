package io.cohortsync.ops;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says a busy data directory in one sentence, without a stack trace. */
class DataDirectoryBusyAnalyzer extends AbstractFailureAnalyzer<DataDirectoryBusyException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DataDirectoryBusyException cause) {
        return new FailureAnalysis(cause.getMessage(), null, cause);
    }
}
