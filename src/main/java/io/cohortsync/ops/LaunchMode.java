package io.cohortsync.ops;

import java.util.stream.Stream;
import org.springframework.boot.ApplicationArguments;
import org.springframework.stereotype.Component;

/**
 * How the process was started: as the server, for one run ({@code --once=<sync>}), for a check ({@code --check}), or for one
 * command of a terminal ({@code --local}).
 */
@Component
public class LaunchMode {

    private final ApplicationArguments arguments;

    LaunchMode(ApplicationArguments arguments) {
        this.arguments = arguments;
    }

    public boolean isServer() {
        return Stream.of("once", "check", "local").noneMatch(arguments::containsOption);
    }
}
