package io.cohortsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortsync.e2e.App;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A day at a terminal, against the real server: the steps build on each other. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandLineTest {

    private static final List<String> TEN =
            IntStream.range(0, 10).mapToObj(i -> "m" + i + "@example.com").toList();

    @TempDir
    static Path dataDir;

    private static App app;

    @BeforeAll
    static void serve() {
        app = new App(dataDir).set("cohort-sync.access.tokens.me.token", "a-token-of-the-terminal-0123456789");
        app.set("cohort-sync.access.tokens.me.role", "approver");
        app.cohort(TEN).serve();
    }

    @AfterAll
    static void end() {
        app.close();
    }

    /** What a command printed and how it ended. */
    private record Ended(int exitCode, String out, String err) {
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }
    }

    private static Ended type(String... args) throws IOException {
        Path token = Files.writeString(dataDir.resolve("token"), "a-token-of-the-terminal-0123456789\n");
        return typeAnywhere(Stream.concat(
                        Stream.of(args), Stream.of("--server", app.url().toString(), "--token-file", token.toString()))
                .toArray(String[]::new));
    }

    private static Ended typeAnywhere(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Cli.commandLine(new NoLauncher());
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = line.execute(args);
        return new Ended(exitCode, out.toString(), err.toString());
    }

    @Test
    @Order(1)
    void runs_a_sync_and_prints_its_report() throws IOException {
        Ended run = type("run", App.SYNC, "--watch");

        assertThat(run.out())
                .contains("of power-users: succeeded")
                .contains("read       10 = 10 valid + 0 rejected + 0 duplicates")
                .contains("planned    10 joined, 0 left, 0 changed; 0 unchanged")
                .contains("delivered  10; the sync has 0 parked and 0 pending");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    @Order(2)
    void lists_syncs_and_runs() throws IOException {
        Ended syncs = type("syncs");
        assertThat(syncs.out()).contains("SYNC").contains("power-users").contains("succeeded");

        Ended runs = type("runs", "--sync", App.SYNC, "--json");
        assertThat(runs.json()).hasSize(1);
        String id = runs.json().get(0).path("id").asText();
        assertThat(type("report", id).out()).contains("Run " + id);
        assertThat(type("runs", "--status", "failed", "--json").json()).isEmpty();
    }

    @Test
    @Order(3)
    void says_why_an_address_is_in_or_out() throws IOException {
        assertThat(type("explain", "m1@example.com").out()).contains("present").doesNotContain("m1@");
        assertThat(type("explain", "nobody@example.com").out())
                .contains("absent")
                .contains("not in the cohort");
    }

    @Test
    @Order(4)
    void shows_the_quota() throws IOException {
        JsonNode quota = type("quota", "--json").json();
        assertThat(quota.get(0).path("project").asText()).isEqualTo("main");
        assertThat(type("quota").out()).contains("FORECAST").contains("main");
    }

    @Test
    @Order(5)
    void a_held_run_ends_with_3_and_is_approved_or_discarded() throws IOException {
        assertThat(type("held").out()).contains("No run is held.");
        app.cohort(TEN.subList(0, 2));
        Ended held = type("run", App.SYNC, "--watch", "--json");
        assertThat(held.exitCode()).isEqualTo(3);
        String id = held.json().path("id").asText();

        assertThat(type("held").out()).contains(id);
        assertThat(type("plan", id).out()).contains("leave").contains("m***@example.com");
        assertThat(type("discard", id).out()).contains("nothing was sent");
        Ended late = type("approve", id);
        assertThat(late.exitCode()).isEqualTo(1);
        assertThat(late.err()).contains("409").contains("held");
    }

    @Test
    @Order(6)
    void a_partial_run_ends_with_2_and_its_dead_letters_are_replayed() throws IOException {
        assertThat(type("dead-letters").out()).contains("Nothing is parked.");
        app.pushwoosh().settings().poison("new@example.com");
        app.cohort(Stream.concat(TEN.stream(), Stream.of("new@example.com")).toList());
        Ended partial = type("run", App.SYNC, "--watch");
        assertThat(partial.exitCode()).isEqualTo(2);
        assertThat(partial.out()).contains("1 parked");

        assertThat(type("dead-letters", "--sync", App.SYNC).out()).contains("n***@example.com");
        app.pushwoosh().settings().poison();
        assertThat(type("replay", "--sync", App.SYNC).out()).contains("1 changes are sent again");
        assertThat(type("audit", "--limit", "1").out()).contains("WHO").containsPattern("me +replay +" + App.SYNC);
    }

    @Test
    @Order(7)
    void an_address_is_forgotten() throws IOException {
        Ended erased = type("erase", "m1@example.com");
        assertThat(erased.out())
                .contains("power-users", "leave planned", "erase it there first")
                .doesNotContain("m1@");
        assertThat(erased.exitCode()).isZero();

        assertThat(type("erase", "nobody@example.com", "--json")
                        .json()
                        .at("/syncs/0/erased")
                        .asText())
                .isEqualTo("unknown");
        Ended refused = type("erase", "nobody");
        assertThat(refused.err()).contains("400", "the address is rejected as syntax");
        assertThat(refused.exitCode()).isEqualTo(1);
    }

    @Test
    void an_unknown_sync_is_refused_with_words() throws IOException {
        Ended run = type("run", "nothing-of-that-name");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("404");
    }

    @Test
    void without_a_token_it_says_where_to_put_one() {
        Ended syncs = typeAnywhere("syncs", "--server", app.url().toString());
        assertThat(syncs.exitCode()).isEqualTo(1);
        assertThat(syncs.err()).contains("401").contains("COHORT_SYNC_TOKEN");
    }

    @Test
    void without_a_server_it_says_what_to_do() {
        Ended syncs = typeAnywhere("syncs", "--server", "http://127.0.0.1:1");
        assertThat(syncs.exitCode()).isEqualTo(69);
        assertThat(syncs.err())
                .contains("No server answers at http://127.0.0.1:1")
                .contains("--local");
    }

    @Test
    void a_mistyped_command_shows_how_to_type_it() {
        Ended mistyped = typeAnywhere("sincs");
        assertThat(mistyped.exitCode()).isEqualTo(64);
        assertThat(mistyped.err()).contains("Did you mean").contains("syncs");
    }

    @Test
    void a_shell_is_taught_the_commands() {
        Ended script = typeAnywhere("generate-completion");
        assertThat(script.out()).contains("complete -F").contains("dead-letters");
    }

    /** These commands want nothing in their own process. */
    private static final class NoLauncher implements Launcher {
        @Override
        public LocalServer startLocally() {
            throw new AssertionError("a server is there already");
        }

        @Override
        public int check() {
            throw new AssertionError("not asked for");
        }

        @Override
        public int lint() {
            throw new AssertionError("not asked for");
        }
    }
}
