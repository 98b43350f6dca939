package io.cohortsync.cli;

import java.io.Serial;

/** The server refused, or there is none. The message is a sentence for whoever typed the command. */
final class ServerException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    ServerException(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    /** One of {@link ExitCodes}. */
    int exitCode() {
        return exitCode;
    }
}
