package io.cohortsync.run;

import io.cohortsync.config.AmplitudeProject;
import io.cohortsync.config.Cadence;
import io.cohortsync.config.GuardLimits;
import io.cohortsync.config.Match;
import io.cohortsync.config.Mode;
import io.cohortsync.config.PushwooshApp;
import io.cohortsync.config.Region;
import io.cohortsync.config.Secret;
import io.cohortsync.config.Sync;
import io.cohortsync.ledger.SyncClaim;
import io.cohortsync.member.AddressCase;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.mockito.Mockito;

/** Runs of one sync, for tests of the routes: both remotes are at the same place, every wait is short. */
public final class TestRuns {

    /** A clock that routes wait by must run, so the time limits are what a test sets. */
    public record Limits(int batchSize, int maxInFlight, Duration exportTimeout, Duration jobTimeout) {
        public static final Limits WIDE = new Limits(500, 2, Duration.ofMinutes(1), Duration.ofMinutes(1));
    }

    private final ActiveRuns active = new ActiveRuns(Mockito.mock(SyncStore.class));
    private final String url;

    public TestRuns(String url) {
        this.url = url;
    }

    public ActiveRuns active() {
        return active;
    }

    /** A run that is under way, at stage {@code export}. */
    public ActiveRun begin(String id) {
        return begin(id, Limits.WIDE, false);
    }

    public ActiveRun begin(String id, Limits limits, boolean register) {
        return begin(id, limits, register, url);
    }

    /** A run that was interrupted while it delivered. */
    public ActiveRun takenUp(String id) {
        ActiveRun run = begin(id);
        run.perhapsSent();
        return run;
    }

    /** A run whose Amplitude is somewhere else. */
    public ActiveRun beginAt(String amplitude, String id) {
        return begin(id, Limits.WIDE, false, amplitude);
    }

    private ActiveRun begin(String id, Limits limits, boolean register, String amplitude) {
        ActiveRun run = new ActiveRun(
                id,
                sync(register),
                project(limits, amplitude),
                app(limits),
                new SyncClaim("vip", 1, 1),
                Trigger.MANUAL,
                false,
                false,
                Stage.EXPORT);
        active.add(run);
        return run;
    }

    public void clear() {
        active.all().stream().map(ActiveRun::id).toList().forEach(active::remove);
    }

    private static AmplitudeProject project(Limits limits, String url) {
        return new AmplitudeProject(
                Secret.of("key"),
                Secret.of("secret"),
                Region.US,
                url,
                500,
                Duration.ofMillis(10),
                Duration.ofMillis(40),
                limits.exportTimeout());
    }

    private PushwooshApp app(Limits limits) {
        return new PushwooshApp(
                "XXXXX-XXXXX",
                Secret.of("token"),
                url,
                limits.batchSize(),
                limits.maxInFlight(),
                Duration.ofMillis(10),
                limits.jobTimeout());
    }

    static Sync sync(boolean register) {
        return new Sync(
                "vip",
                true,
                "main",
                "c1",
                "main",
                Cadence.of("manual"),
                ZoneOffset.UTC,
                "user_id",
                register ? Match.EMAIL : Match.USER_ID,
                register,
                AddressCase.KEEP,
                "Cohorts",
                "vip",
                Mode.MIRROR,
                Map.of(),
                true,
                new GuardLimits(0.5, 0, 0.1, 0.9, false));
    }
}
