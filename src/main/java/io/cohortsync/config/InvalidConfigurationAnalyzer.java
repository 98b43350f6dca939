package io.cohortsync.config;

import java.util.List;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Turns the exception into the sentences alone, without a stack trace. */
class InvalidConfigurationAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidConfigurationException cause) {
        List<String> mistakes = cause.mistakes();
        String count = mistakes.size() == 1 ? "a mistake" : mistakes.size() + " mistakes";
        String description = "The configuration has " + count + ":\n\n- " + String.join("\n- ", mistakes);
        return new FailureAnalysis(
                description, "Correct application.yaml or the environment, then start again.", cause);
    }
}
