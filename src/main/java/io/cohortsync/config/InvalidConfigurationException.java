package io.cohortsync.config;

import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** The configuration cannot be used. Its message is all the sentences, one a line; none of them holds a secret. */
public class InvalidConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> mistakes;

    public InvalidConfigurationException(List<String> mistakes) {
        super(String.join(System.lineSeparator(), mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /** Says where a YAML file cannot be read; the line itself is not shown, it may hold a secret. */
    public static InvalidConfigurationException ofYaml(MarkedYAMLException cause) {
        Mark mark = cause.getProblemMark();
        String where = mark == null ? "" : ", line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1);
        return new InvalidConfigurationException(List.of("application.yaml or the file given in its place" + where
                + ": found text that is not YAML (" + cause.getProblem() + ")"));
    }

    /** One sentence per mistake. */
    public List<String> mistakes() {
        return mistakes;
    }
}
