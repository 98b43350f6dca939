package io.cohortsync.config;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Turns the exception into a sentence. */
class YamlSyntaxAnalyzer extends AbstractFailureAnalyzer<MarkedYAMLException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MarkedYAMLException cause) {
        String description = InvalidConfigurationException.ofYaml(cause).getMessage();
        return new FailureAnalysis(description, "Correct the file, then start again.", cause);
    }
}
