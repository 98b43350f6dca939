package io.cohortsync.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which server is asked, and who asks. */
final class Connection {

    private static final String DEFAULT_SERVER = "http://127.0.0.1:8080";

    @Option(
            names = "--server",
            scope = ScopeType.INHERIT,
            paramLabel = "<url>",
            description = "The server to ask; COHORT_SYNC_URL otherwise, or " + DEFAULT_SERVER)
    private @Nullable URI server;

    @Option(
            names = "--token-file",
            scope = ScopeType.INHERIT,
            paramLabel = "<file>",
            description = "Holds the access token; COHORT_SYNC_TOKEN otherwise, or none")
    private @Nullable Path tokenFile;

    @Option(
            names = "--local",
            scope = ScopeType.INHERIT,
            description = "Works on this directory's configuration and database, without a running server")
    private boolean local;

    boolean isLocal() {
        return local;
    }

    /** Asks the server; one that was started for it ends afterwards. */
    int ask(Launcher launcher, ToIntFunction<ServerApi> question) {
        if (!local) {
            return question.applyAsInt(new ServerApi(url(), token()));
        }
        try (Launcher.LocalServer started = start(launcher)) {
            return question.applyAsInt(new ServerApi(started.url(), started.token()));
        }
    }

    private static Launcher.LocalServer start(Launcher launcher) {
        try {
            return launcher.startLocally();
        } catch (RuntimeException e) {
            throw new ServerException(ExitCodes.FAILED, "The application did not start; its reason stands above.");
        }
    }

    private URI url() {
        return server != null ? server : URI.create(variables().getOrDefault("COHORT_SYNC_URL", DEFAULT_SERVER));
    }

    private @Nullable String token() {
        if (tokenFile == null) {
            return variables().get("COHORT_SYNC_TOKEN");
        }
        try {
            return Files.readString(tokenFile).strip();
        } catch (IOException e) {
            throw new ServerException(
                    ExitCodes.USAGE,
                    "The token file " + tokenFile + " cannot be read ("
                            + e.getClass().getSimpleName() + "); expected a file that holds one token.");
        }
    }

    private static Map<String, String> variables() {
        return System.getenv();
    }
}
