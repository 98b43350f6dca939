package io.cohortsync;

import io.cohortsync.cli.Cli;
import io.cohortsync.ops.CheckCommand;
import io.cohortsync.ops.OnceCommand;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.security.oauth2.resource.servlet.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;

/**
 * The server; with {@code --once=<sync>} it runs one sync and leaves, with {@code --check} it checks the configuration and the
 * accounts and leaves, with {@code --lint} it checks the routes and leaves, and with the name of a command ({@link Cli}) it is
 * the command. There are no users with passwords: {@code cohort-sync.access.tokens} and {@code cohort-sync.oidc} say who may call.
 */
@SpringBootApplication(
        exclude = {UserDetailsServiceAutoConfiguration.class, OAuth2ResourceServerAutoConfiguration.class})
public class CohortSyncApplication {

    public static void main(String[] args) {
        if (Cli.isMeant(args)) {
            System.exit(Cli.run(args, new ThisProcess()));
        } else if (isGiven(args, "--once")) {
            System.exit(ThisProcess.once(OnceCommand.class, args));
        } else if (isGiven(args, "--check")) {
            System.exit(ThisProcess.once(CheckCommand.class, args));
        } else if (isGiven(args, "--lint")) {
            System.exit(ThisProcess.lint(args));
        } else {
            serve(args);
        }
    }

    /** Spring has said why when a start fails; without an exit, a thread of Camel's would keep the process for ever. */
    private static void serve(String[] args) {
        try {
            new SpringApplication(CohortSyncApplication.class).run(args);
        } catch (RuntimeException e) {
            System.exit(1);
        }
    }

    private static boolean isGiven(String[] args, String option) {
        return Arrays.stream(args).anyMatch(arg -> arg.equals(option) || arg.startsWith(option + "="));
    }
}
