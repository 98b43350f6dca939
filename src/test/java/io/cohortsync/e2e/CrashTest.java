package io.cohortsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
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
 * Kills the process again and again, at each call it makes and at random times, and starts it again: every interrupted run is
 * taken up, the audience ends equal to the cohort, and no run asks for two exports. {@code -Dkills=100} (profile chaos) for a
 * long night.
 */
class CrashTest {

    private static final int KILLS = Integer.getInteger("kills", 12);
    private static final long SEED = Long.getLong("seed", 20261124L);

    @TempDir
    Path dir;

    private final Random random = new Random(SEED);
    private String lastRun = "";

    @Test
    void whatever_is_killed_is_taken_up() throws Exception {
        try (App remotes = new App(dir.resolve("data"))
                        .setApp("batch-size", "25")
                        .setSync("guard.max-leavers-ratio", "1");
                ChildProcess server = new ChildProcess(remotes.properties(), dir.resolve("server.log"))) {
            remotes.pushwoosh().settings().jobPolls(2);
            remotes.cohort(members(0));
            server.start();
            for (int kill = 0; kill < KILLS; kill++) {
                List<String> cohort = members(kill);
                remotes.cohort(cohort);
                server.requestRun(App.SYNC);
                awaitMoment(remotes, kill);
                server.kill();
                server.start();
                JsonNode run = awaitRest(server);
                if (!isNewSuccess(run)) {
                    server.requestRun(App.SYNC);
                    run = awaitSucceeded(server);
                }
                lastRun = run.get("id").asText();
                assertThat(remotes.audience())
                        .as("after kill %d with seed %d", kill, SEED)
                        .containsExactlyInAnyOrderElementsOf(cohort);
            }
            assertThatNothingWasClaimed(server, remotes);
        }
    }

    /** The process may have died before the run was opened, or between the export request and its answer. */
    private boolean isNewSuccess(@Nullable JsonNode run) {
        return run != null
                && !run.get("id").asText().equals(lastRun)
                && run.get("status").asText().equals("succeeded");
    }

    /** At the first, second, third … call of a run, or after a while that chance decides. */
    private void awaitMoment(App remotes, int kill) {
        if (kill % 2 == 0) {
            long calls = remotes.calls() + 1 + (kill / 2) % 12;
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> remotes.calls() >= calls);
        } else {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(400)));
        }
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
        assertThat(runs).allSatisfy(run -> {
            assertThat(run.get("exportRequests").asInt()).isLessThanOrEqualTo(1);
            if (run.get("status").asText().equals("succeeded")) {
                assertThat(run.at("/counts/pending").asLong()
                                + run.at("/counts/parked").asLong())
                        .isZero();
            }
        });
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** 200 members, of whom a quarter is new every time. */
    private static List<String> members(int generation) {
        return IntStream.range(generation * 50, generation * 50 + 200)
                .mapToObj(i -> "member" + i + "@example.com")
                .toList();
    }

    @Test
    void ends_by_itself_when_asked_to_in_the_middle_of_a_run_and_goes_on_afterwards() throws Exception {
        try (App remotes = new App(dir.resolve("data")).setApp("batch-size", "5");
                ChildProcess server = new ChildProcess(remotes.properties(), dir.resolve("server.log"))) {
            remotes.pushwoosh().settings().jobPolls(20);
            remotes.cohort(members(0));
            server.start();
            server.requestRun(App.SYNC);
            Awaitility.await().until(() -> remotes.pushwoosh().devicesSent() > 20);
            assertThat(server.terminate()).isEqualTo(143);
            assertThat(remotes.audience()).hasSizeLessThan(200);

            remotes.pushwoosh().settings().jobPolls(0);
            server.start();
            JsonNode run = awaitSucceeded(server);
            assertThat(run.get("trigger").asText()).isEqualTo("resume");
            assertThat(run.at("/counts/delivered").asLong()).isEqualTo(200);
            assertThat(remotes.audience()).containsExactlyInAnyOrderElementsOf(members(0));
            assertThat(remotes.amplitude().exportsRequested()).isEqualTo(1);
        }
    }
}
