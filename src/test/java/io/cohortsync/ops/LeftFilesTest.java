package io.cohortsync.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.demo.MovableClock;
import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunStatus;
import io.cohortsync.run.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeftFilesTest {

    @TempDir
    private Path dataDir;

    private final MovableClock clock = new MovableClock();
    private final RunStore runs = mock(RunStore.class);
    private final LiveConfiguration configuration = mock(LiveConfiguration.class, RETURNS_DEEP_STUBS);

    @BeforeEach
    void runs_of_every_kind() {
        when(configuration.now().dataDir().path()).thenReturn(dataDir);
        when(runs.find("gone")).thenReturn(Optional.empty());
        run("running", RunStatus.RUNNING, false);
        run("held", RunStatus.HELD, false);
        run("ended", RunStatus.SUCCEEDED, false);
        run("dry", RunStatus.SUCCEEDED, true);
    }

    private void run(String id, RunStatus status, boolean dry) {
        RunReport report = mock(RunReport.class);
        when(report.status()).thenReturn(status);
        when(report.dryRun()).thenReturn(dry);
        when(runs.find(id)).thenReturn(Optional.of(report));
    }

    private boolean isThereAfter(String name, Duration age) throws IOException {
        Path file = dataDir.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "ann@example.com");
        Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(age)));
        new LeftFiles(configuration, runs, clock).delete();
        return Files.exists(file);
    }

    @ParameterizedTest
    @CsvSource({
        "spool/running.csv, 40, true",
        "spool/held.csv, 40, false",
        "spool/ended.csv, 40, false",
        "spool/gone.part, 40, false",
        "spool/gone.csv, 0, true",
        "plans/running.csv, 400, true",
        "plans/held.csv, 400, true",
        "plans/ended.csv, 40, false",
        "plans/dry.csv, 29, true",
        "plans/dry.csv, 31, false",
        "plans/gone.csv, 2, false",
        "rosters/vip.roster, 400, true",
        "rosters/vip.7.scan, 2, false",
        "rosters/vip.7.part, 2, false",
        "rosters/vip.7.part, 0, true"
    })
    void keeps_what_a_run_needs_and_deletes_the_rest(String file, int days, boolean kept) throws IOException {
        assertThat(isThereAfter(file, Duration.ofDays(days).plusMinutes(1))).isEqualTo(kept);
    }

    @Test
    void a_database_that_is_away_deletes_nothing() throws IOException {
        when(runs.find("gone")).thenThrow(new IllegalStateException("away"));

        assertThat(isThereAfter("plans/gone.csv", Duration.ofDays(40))).isTrue();
    }
}
