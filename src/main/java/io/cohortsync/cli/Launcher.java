package io.cohortsync.cli;

import java.net.URI;

/** Starts the application for commands that need it in their own process. */
public interface Launcher {

    /**
     * Starts a server on a free port of the loopback address, without cadences, that ends with the command.
     *
     * @throws RuntimeException if it cannot start; the reason has been printed by then
     */
    LocalServer startLocally();

    /** Does what {@code --check} does and ends the process as that does. */
    int check();

    /** Does what {@code --lint} does and ends the process as that does. */
    int lint();

    /** A server in this process. */
    interface LocalServer extends AutoCloseable {

        URI url();

        /** For its API; of role approver. */
        String token();

        @Override
        void close();
    }
}
