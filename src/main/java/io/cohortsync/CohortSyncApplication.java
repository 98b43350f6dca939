package io.cohortsync;

import io.cohortsync.ops.CheckCommand;
import io.cohortsync.ops.Command;
import io.cohortsync.ops.OnceCommand;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The server; with {@code --once=<sync>} it runs one sync and leaves, with {@code --check} it checks the configuration and the
 * accounts and leaves. There are no users with passwords: {@code cohort-sync.access.tokens} says who may call.
 */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
public class CohortSyncApplication {

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(CohortSyncApplication.class);
        if (isGiven(args, "--once")) {
            System.exit(leave(application, args, OnceCommand.class));
        } else if (isGiven(args, "--check")) {
            System.exit(leave(application, args, CheckCommand.class));
        } else {
            application.run(args);
        }
    }

    private static boolean isGiven(String[] args, String option) {
        return Arrays.stream(args).anyMatch(arg -> arg.equals(option) || arg.startsWith(option + "="));
    }

    /** What a command has to say comes last, after everything has been closed. */
    private static int leave(SpringApplication application, String[] args, Class<? extends Command> type) {
        application.setWebApplicationType(WebApplicationType.NONE);
        Command.Answer answer;
        try (ConfigurableApplicationContext context = application.run(args)) {
            answer = context.getBean(type).run();
        }
        System.out.println(answer.text());
        return answer.exitCode();
    }
}
