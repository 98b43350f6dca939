package io.cohortsync.ops;

/** Something the application does once, instead of serving. */
public interface Command {

    /** Does it; called when the application is up. */
    Answer run();

    /**
     * What a command leaves behind.
     *
     * @param exitCode of the process
     * @param text the last thing on standard output
     */
    record Answer(int exitCode, String text) {}
}
