package io.cohortsync.ops;

import org.springframework.boot.ApplicationArguments;
import org.springframework.stereotype.Component;

/** How the process was started: as the server, for one run ({@code --once=<sync>}), or for a check ({@code --check}). */
@Component
public class LaunchMode {

    private final ApplicationArguments arguments;

    LaunchMode(ApplicationArguments arguments) {
        this.arguments = arguments;
    }

    public boolean isServer() {
        return !arguments.containsOption("once") && !arguments.containsOption("check");
    }
}
