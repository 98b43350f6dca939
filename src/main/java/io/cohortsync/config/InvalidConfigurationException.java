package io.cohortsync.config;

import java.util.List;

/** The configuration cannot be used. Its message is all the sentences, one a line; none of them holds a secret. */
public class InvalidConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> mistakes;

    public InvalidConfigurationException(List<String> mistakes) {
        super(String.join(System.lineSeparator(), mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /** One sentence per mistake. */
    public List<String> mistakes() {
        return mistakes;
    }
}
