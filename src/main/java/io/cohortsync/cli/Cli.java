package io.cohortsync.cli;

import java.util.Set;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;

/** Where the command line begins. */
public final class Cli {

    private static final Set<String> HELP = Set.of("--help", "-h", "--version", "-V");

    private Cli() {}

    /** Whether these arguments are a command of a terminal; otherwise they are for the server. */
    public static boolean isMeant(String[] args) {
        return args.length > 0 && (!args[0].startsWith("-") || HELP.contains(args[0]));
    }

    /** @return the exit code */
    public static int run(String[] args, Launcher launcher) {
        return commandLine(launcher).execute(args);
    }

    static CommandLine commandLine(Launcher launcher) {
        CommandLine line = new CommandLine(new CohortSyncCommand(launcher));
        line.addSubcommand("generate-completion", new GenerateCompletion());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof ServerException refused) {
                command.getErr().println(refused.getMessage());
                return refused.exitCode();
            }
            throw failure;
        });
        return line;
    }
}
