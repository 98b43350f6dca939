package io.cohortsync;

import io.cohortsync.cli.Launcher;
import io.cohortsync.lint.RoutesLint;
import io.cohortsync.ops.CheckCommand;
import io.cohortsync.ops.Command;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the application in this process, for the commands that want it. */
final class ThisProcess implements Launcher {

    @Override
    public LocalServer startLocally() {
        // the commands speak HTTP to a server of their own: it must let them in, whoever else has a token
        String token = UUID.randomUUID().toString();
        ConfigurableApplicationContext context = new SpringApplication(CohortSyncApplication.class)
                .run(
                        "--local",
                        "--server.address=127.0.0.1",
                        "--server.port=0",
                        "--management.server.port=",
                        "--logging.threshold.console=ERROR",
                        "--cohort-sync.access.tokens.this-command.token=" + token,
                        "--cohort-sync.access.tokens.this-command.role=approver");
        URI url = URI.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"));
        return new Local(context, url, token);
    }

    @Override
    public int check() {
        return once(CheckCommand.class, "--check");
    }

    @Override
    public int lint() {
        return lint(new String[0]);
    }

    static int lint(String... args) {
        List<String> findings = RoutesLint.check(args);
        findings.forEach(System.out::println);
        return findings.isEmpty() ? 0 : 1;
    }

    /** What a command has to say comes last, after everything has been closed. */
    static int once(Class<? extends Command> type, String... args) {
        SpringApplication application = new SpringApplication(CohortSyncApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        Command.Answer answer;
        try (ConfigurableApplicationContext context = application.run(args)) {
            answer = context.getBean(type).run();
        }
        System.out.println(answer.text());
        return answer.exitCode();
    }

    private record Local(ConfigurableApplicationContext context, URI url, String token) implements LocalServer {
        @Override
        public void close() {
            context.close();
        }
    }
}
