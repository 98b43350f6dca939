package io.cohortsync.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.e2e.App;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the shipped jar again and again, behind its writes and calls and at random times, and starts it again: every
 * interrupted run is taken up, the audience ends equal to the cohort, and no run asks for two exports. Eight kills by
 * themselves, a hundred with {@code ./mvnw -Pchaos verify}.
 */
class CrashIT {

    private static final int KILLS = Integer.getInteger("kills", 8);
    private static final long SEED = Long.getLong("seed", 20261124L);

    /** About as many points as a run has; a later one is not reached. */
    private static final int POINTS = 64;

    private static final int BATCH = 25;

    @TempDir
    Path dir;

    private final Random random = new Random(SEED);
    private final TreeSet<Integer> points = new TreeSet<>();
    private String lastRun = "";

    @Test
    void whatever_is_killed_is_taken_up() throws Exception {
        try (App remotes = new App(dir.resolve("data"))
                        .setApp("batch-size", Integer.toString(BATCH))
                        .setSync("guard.max-leavers-ratio", "1");
                ChildProcess server = new ChildProcess(remotes.properties(), dir)) {
            remotes.pushwoosh().settings().jobPolls(2);
            remotes.pushwoosh().seed("stranger@example.com", App.TAG, "vip");
            remotes.cohort(members(0));
            server.start();
            for (int kill = 0; kill < KILLS; kill++) {
                List<String> cohort = members(kill);
                remotes.cohort(cohort);
                die(server, kill);
                server.start();
                awaitNewSuccess(server);
                assertThat(remotes.audience())
                        .as("after kill %d with seed %d", kill, SEED)
                        .containsExactlyInAnyOrderElementsOf(cohort);
            }
            assertThatNothingWasClaimed(server, remotes);
            assertThat(points).as("some died behind a write or a call").isNotEmpty();
            System.out.printf("kills=%d points=%s%n", KILLS, points);
        }
    }

    /** Three of four die behind a certain write or call, spread over the run; the fourth whenever chance wants it. */
    private void die(ChildProcess server, int kill) throws Exception {
        if (kill % 4 == 3) {
            server.requestRun(App.SYNC);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(400)));
            server.kill();
        } else {
            dieAt(server, 1 + (kill * 7 + random.nextInt(7)) % POINTS);
        }
    }

    private void dieAt(ChildProcess server, int point) throws Exception {
        server.killAt(point);
        server.requestRun(App.SYNC);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !server.isAlive() || hasNewEnd(server));
        if (server.spare()) {
            // the run was shorter than that: it dies after its end
            server.kill();
        } else {
            points.add(point);
        }
    }

    private boolean hasNewEnd(ChildProcess server) throws InterruptedException {
        try {
            JsonNode run = server.get("/api/runs").path(0);
            return !run.path("id").asText().equals(lastRun) && run.hasNonNull("finishedAt");
        } catch (IOException e) {
            return false;
        }
    }

    /** The process may have died before the run was opened, or between the export request and its answer. */
    private void awaitNewSuccess(ChildProcess server) {
        JsonNode run = awaitRest(server);
        if (!isNewSuccess(run)) {
            server.requestRun(App.SYNC);
            run = awaitSucceeded(server);
        }
        lastRun = run.get("id").asText();
    }

    private boolean isNewSuccess(@Nullable JsonNode run) {
        return run != null
                && !run.get("id").asText().equals(lastRun)
                && run.get("status").asText().equals("succeeded");
    }

    /** Waits until no run is under way; null if there never was one. */
    private static @Nullable JsonNode awaitRest(ChildProcess server) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> server.get("/api/runs"),
                        runs -> stream(runs)
                                .noneMatch(run -> run.get("status").asText().equals("running")))
                .get(0);
    }

    private JsonNode awaitSucceeded(ChildProcess server) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> server.get("/api/runs").get(0), this::isNewSuccess);
    }

    private static void assertThatNothingWasClaimed(ChildProcess server, App remotes)
            throws IOException, InterruptedException {
        JsonNode runs = server.get("/api/runs?limit=1000");
        assertThat(remotes.amplitude().exportsRequested()).isLessThanOrEqualTo(runs.size());
        assertThat(stream(runs).filter(run -> run.get("trigger").asText().equals("resume")))
                .as("some run was taken up")
                .isNotEmpty();
        assertThat(runs).allSatisfy(CrashIT::assertTrue);
        assertThat(remotes.pushwoosh().audience(App.TAG, "vip")).containsExactly("stranger@example.com");
    }

    /** A report of a run that died and was taken up adds up like any other. */
    private static void assertTrue(JsonNode run) {
        JsonNode counts = run.get("counts");
        assertThat(run.get("exportRequests").asInt()).isLessThanOrEqualTo(1);
        assertThat(counts.get("read").asLong())
                .isEqualTo(counts.get("valid").asLong()
                        + counts.get("rejected").asLong()
                        + counts.get("duplicates").asLong());
        assertThat(run.get("status").asText()).isIn("succeeded", "failed");
        if (run.get("status").asText().equals("succeeded")) {
            assertThat(counts.get("pending").asLong() + counts.get("parked").asLong())
                    .isZero();
            assertThat(counts.get("delivered").asLong())
                    .isEqualTo(
                            counts.get("joined").asLong() + counts.get("left").asLong());
        } else {
            assertThat(run.get("reason").asText())
                    .contains("interrupted between the export request and Amplitude's answer");
        }
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** 200 members, of whom a quarter is new every time. */
    private static List<String> members(int generation) {
        return members(generation * 50, generation * 50 + 200);
    }

    private static List<String> members(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "member" + i + "@example.com")
                .toList();
    }

    /**
     * New members are written in many transactions and seen after the last; what a killed delivery has not confirmed is pending
     * again, and is written to the rows in many transactions, too.
     */
    @Test
    void a_large_plan_is_carried_out_whole_or_not_at_all() throws Exception {
        List<String> cohort = members(0, 25_000);
        try (App remotes = new App(dir.resolve("data"));
                ChildProcess server = new ChildProcess(remotes.properties(), dir)) {
            remotes.cohort(cohort);
            server.start();
            server.killAt("JoinWriter.write 2");
            server.requestRun(App.SYNC);
            server.awaitDeath();
            for (String point : List.of("JoinWriter.write 3", "JdbcLedgerStore.settle 5", "JoinRanges.spellOut 2")) {
                server.killAt(point);
                server.launch();
                server.awaitDeath();
                assertThat(remotes.audience().isEmpty()).as(point).isEqualTo(point.startsWith("JoinWriter"));
            }
            server.start();
            JsonNode run = awaitSucceeded(server);
            assertThat(run.at("/counts/joined").asInt()).isEqualTo(cohort.size());
            assertThat(run.at("/counts/delivered").asInt()).isEqualTo(cohort.size());
            assertThat(remotes.audience()).containsExactlyInAnyOrderElementsOf(cohort);
            assertThat(remotes.amplitude().exportsRequested()).isEqualTo(1);
        }
    }

    @Test
    void ends_by_itself_when_asked_to_in_the_middle_of_a_run_and_goes_on_afterwards() throws Exception {
        try (App remotes = new App(dir.resolve("data")).setApp("batch-size", "2");
                ChildProcess server = new ChildProcess(remotes.properties(), dir)) {
            remotes.pushwoosh().settings().jobPolls(5);
            remotes.cohort(members(0));
            server.start();
            server.requestRun(App.SYNC);
            Awaitility.await().until(() -> remotes.pushwoosh().devicesSent() > 20);
            assertThat(server.terminate()).isEqualTo(143);
            assertThat(remotes.audience()).hasSizeLessThan(200);
            assertThat(leftAfterTheEnd())
                    .as("every batch under way is settled, the claim given back")
                    .isEmpty();

            remotes.pushwoosh().settings().jobPolls(0);
            server.start();
            JsonNode run = awaitSucceeded(server);
            assertThat(run.get("trigger").asText()).isEqualTo("resume");
            assertThat(run.at("/counts/delivered").asLong()).isEqualTo(200);
            assertThat(remotes.audience()).containsExactlyInAnyOrderElementsOf(members(0));
            assertThat(remotes.amplitude().exportsRequested()).isEqualTo(1);
        }
    }

    /** What H2 wrote down of its own end, and claims. */
    private List<String> leftAfterTheEnd() throws Exception {
        Path database = dir.resolve("data").resolve("cohort-sync");
        List<String> left = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + database + ";ACCESS_MODE_DATA=r");
                ResultSet claims = connection
                        .createStatement()
                        .executeQuery("select claimed_by from syncs where claimed_by is not null")) {
            while (claims.next()) {
                left.add(claims.getString(1));
            }
        }
        if (Files.exists(database.resolveSibling("cohort-sync.trace.db"))) {
            left.add(Files.readString(database.resolveSibling("cohort-sync.trace.db")));
        }
        return left;
    }
}
