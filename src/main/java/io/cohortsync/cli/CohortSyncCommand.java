package io.cohortsync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Every command: one question to the HTTP API, and its answer as a table or as JSON. */
@Command(
        name = "cohort-sync",
        description = {
            "Keeps a Pushwoosh audience equal to an Amplitude cohort.",
            "Without a command it is the server; --once=<sync>, --check and --lint run without one."
        },
        synopsisSubcommandLabel = "[COMMAND]",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0: done; the run succeeded or was skipped",
            "1: refused, or the run failed",
            "2: the run is partial",
            "3: the run is held",
            "64: typed wrongly",
            "69: no server answers"
        },
        versionProvider = Version.class)
final class CohortSyncCommand {

    private static final String TYPED = "- reads it from standard input, which no history keeps";

    private final Launcher launcher;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Connection connection = new Connection();

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Prints the server's answer as it is")
    private boolean json;

    CohortSyncCommand(Launcher launcher) {
        this.launcher = launcher;
    }

    @Command(description = "Lists the syncs: state, members, last and next run")
    int syncs() {
        return show(server -> server.get("/api/syncs"), Views.SYNCS::of);
    }

    @Command(description = "Runs a sync now")
    int run(
            @Parameters(paramLabel = "<sync>") String sync,
            @Option(names = "--dry-run", description = "Plans only; nothing is sent, the export counts") boolean dryRun,
            @Option(names = "--force", description = "Exports even if the cohort has not changed") boolean force,
            @Option(names = "--watch", description = "Shows the progress and the report; always with --local")
                    boolean watch) {
        return connection.ask(launcher, server -> {
            JsonNode started = server.post(
                    "/api/syncs/" + ServerApi.encoded(sync) + "/runs",
                    Map.of("dryRun", String.valueOf(dryRun), "force", String.valueOf(force)));
            String id = started.path("run").asText();
            if (!watch && !connection.isLocal()) {
                return print(started, answer -> "Run " + id + " has started.");
            }
            JsonNode ended = new RunWatch(server).toEnd(id);
            print(ended, Words::report);
            return ExitCodes.of(ended.path("status").asText());
        });
    }

    @Command(description = "Lists runs, newest first")
    int runs(
            @Option(names = "--sync", paramLabel = "<sync>") @Nullable String sync,
            @Option(names = "--status", paramLabel = "<status>") @Nullable String status,
            @Option(names = "--limit", paramLabel = "<n>", defaultValue = "20") int limit) {
        return show(server -> server.get("/api/runs", query("sync", sync, "status", status, limit)), Views.RUNS::of);
    }

    @Command(description = "Shows the report of a run; the exit code is the run's")
    int report(@Parameters(paramLabel = "<run>") String run) {
        return connection.ask(launcher, server -> {
            JsonNode report = server.get("/api/runs/" + ServerApi.encoded(run));
            print(report, Words::report);
            return ExitCodes.of(report.path("status").asText());
        });
    }

    @Command(description = "Lists the runs that are held and wait for approve or discard")
    int held() {
        return show(
                server -> server.get("/api/runs", Map.of("status", "held")),
                runs -> runs.isEmpty() ? "No run is held." : Views.HELD.of(runs));
    }

    @Command(description = "Shows what a held or dry run would change")
    int plan(
            @Parameters(paramLabel = "<run>") String run,
            @Option(names = "--limit", paramLabel = "<n>", defaultValue = "50") int limit) {
        return show(
                server -> server.get(
                        "/api/runs/" + ServerApi.encoded(run) + "/plan", Map.of("limit", String.valueOf(limit))),
                Views.PLAN::of);
    }

    @Command(description = "Lets a held run go on with exactly the plan that was shown")
    int approve(@Parameters(paramLabel = "<run>") String run) {
        return decide(run, "approve", "goes on");
    }

    @Command(description = "Throws a held plan away; nothing was sent")
    int discard(@Parameters(paramLabel = "<run>") String run) {
        return decide(run, "discard", "is discarded; nothing was sent");
    }

    @Command(name = "dead-letters", description = "Lists the changes that are parked")
    int deadLetters(
            @Option(names = "--sync", paramLabel = "<sync>") @Nullable String sync,
            @Option(names = "--limit", paramLabel = "<n>", defaultValue = "50") int limit) {
        return show(
                server -> server.get("/api/dead-letters", query("sync", sync, "status", null, limit)),
                letters -> letters.isEmpty() ? "Nothing is parked." : Views.DEAD_LETTERS.of(letters));
    }

    @Command(description = "Sends parked changes again that are still wanted")
    int replay(@Option(names = "--sync", paramLabel = "<sync>", description = "all otherwise") @Nullable String sync) {
        Map<String, @Nullable String> query = new HashMap<>();
        query.put("sync", sync);
        return show(
                server -> server.post("/api/dead-letters/replay", query),
                answer -> answer.path("requeued").asText() + " changes are sent again.");
    }

    @Command(description = "Says why an address is, or is not, in the audiences")
    int explain(@Parameters(paramLabel = "<email>", description = TYPED) String address) {
        return show(about(address, "/api/explain"), Views.EXPLANATIONS::of);
    }

    @Command(description = "Forgets an address: its leave is planned in every sync that knows it, and sent")
    int erase(@Parameters(paramLabel = "<email>", description = TYPED) String address) {
        return show(about(address, "/api/erase"), Words::erasure);
    }

    @Command(description = "Shows how many exports are used, and the forecast for the month's end")
    int quota() {
        return show(server -> server.get("/api/quota"), Views.QUOTA::of);
    }

    @Command(description = "Lists who did what, newest first")
    int audit(
            @Option(names = "--sync", paramLabel = "<sync>") @Nullable String sync,
            @Option(names = "--limit", paramLabel = "<n>", defaultValue = "50") int limit) {
        return show(server -> server.get("/api/audit", query("sync", sync, "status", null, limit)), Views.AUDIT::of);
    }

    @Command(description = "Keeps a sync's cadence from firing, over restarts too")
    int pause(@Parameters(paramLabel = "<sync>") String sync) {
        return show(server -> server.post(act(sync, "pause"), Map.of()), answer -> sync + " is paused.");
    }

    @Command(description = "Lets a paused sync's cadence fire again")
    int resume(@Parameters(paramLabel = "<sync>") String sync) {
        return show(server -> server.post(act(sync, "resume"), Map.of()), answer -> sync + " is resumed.");
    }

    @Command(description = "Reads the configuration of the syncs again; a mistake leaves the old one")
    int reload() {
        return show(server -> server.post("/api/reload", Map.of()), JsonNode::toPrettyString);
    }

    @Command(description = "Checks configuration and credentials, without a server")
    int check() {
        return launcher.check();
    }

    @Command(description = "Checks the routes by the house rules, without a server")
    int lint() {
        return launcher.lint();
    }

    private int decide(String run, String decision, String outcome) {
        return show(
                server -> server.post("/api/runs/" + ServerApi.encoded(run) + "/" + decision, Map.of()),
                answer -> "Run " + run + " " + outcome + ".");
    }

    private static String act(String sync, String action) {
        return "/api/syncs/" + ServerApi.encoded(sync) + "/" + action;
    }

    private static Map<String, @Nullable String> query(
            String name, @Nullable String value, String other, @Nullable String otherValue, int limit) {
        Map<String, @Nullable String> query = new HashMap<>();
        query.put(name, value);
        query.put(other, otherValue);
        query.put("limit", String.valueOf(limit));
        return query;
    }

    private int show(Function<ServerApi, JsonNode> question, Function<JsonNode, String> view) {
        return connection.ask(launcher, server -> print(question.apply(server), view));
    }

    private int print(JsonNode answer, Function<JsonNode, String> view) {
        commandLine().getOut().println(json ? answer.toPrettyString() : view.apply(answer));
        return ExitCodes.DONE;
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("picocli has not set the command's spec");
        }
        return spec.commandLine();
    }

    /** An address goes in the body: a URL is logged on its way. */
    private static Function<ServerApi, JsonNode> about(String address, String call) {
        String asked = "-".equals(address) ? firstLine() : address;
        return server -> server.postJson(call, Map.of("address", asked));
    }

    private static String firstLine() {
        try {
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String line = input.readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
