package io.cohortsync.config;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says where a YAML file cannot be read; the line itself is not shown, it may hold a secret. */
class YamlSyntaxAnalyzer extends AbstractFailureAnalyzer<MarkedYAMLException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MarkedYAMLException cause) {
        Mark mark = cause.getProblemMark();
        String where = mark == null ? "" : ", line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1);
        String description = "application.yaml or the file given in its place" + where
                + ": found text that is not YAML (" + cause.getProblem() + ")";
        return new FailureAnalysis(description, "Correct the file, then start again.", cause);
    }
}
