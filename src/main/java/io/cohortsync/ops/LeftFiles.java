package io.cohortsync.ops;

import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunStatus;
import io.cohortsync.run.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Deletes what runs have left in {@code data-dir}: exports and plans hold full addresses, and nobody needs them once their
 * run is over. A run deletes its own; what a kill, another process that took the run over, or a dry run leaves is deleted here.
 */
@Component
class LeftFiles {

    /** As long as the rejected rows of a run are kept. */
    static final Duration PLAN_OF_A_DRY_RUN = Duration.ofDays(30);

    /** Nothing that somebody may be writing at this moment. */
    private static final Duration YOUNG = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(LeftFiles.class);

    private final Path dataDir;
    private final RunStore runs;
    private final Clock clock;

    LeftFiles(LiveConfiguration configuration, RunStore runs, Clock clock) {
        this.dataDir = configuration.now().dataDir().path();
        this.runs = runs;
        this.clock = clock;
    }

    /** Deletes what is left; tried again at the next call if a folder or the database is away. */
    void delete() {
        try {
            delete("spool", file -> !isIn(file, RunStatus.RUNNING));
            delete("plans", this::isPlanLeft);
            delete("rosters", file -> !file.toString().endsWith(".roster"));
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "what runs have left in data-dir could not be looked through ({}); trying again in a day",
                    e.getClass().getSimpleName());
        }
    }

    private interface Judge {
        boolean isLeft(Path file) throws IOException;
    }

    private void delete(String folder, Judge judge) throws IOException {
        Path there = dataDir.resolve(folder);
        if (!Files.isDirectory(there)) {
            return;
        }
        try (Stream<Path> files = Files.list(there)) {
            for (Path file : files.toList()) {
                if (isOlder(file, YOUNG) && judge.isLeft(file) && Files.deleteIfExists(file)) {
                    LOG.info("deleted {}/{}, which a run had left", folder, file.getFileName());
                }
            }
        }
    }

    private boolean isPlanLeft(Path file) throws IOException {
        boolean kept = isIn(file, RunStatus.RUNNING, RunStatus.HELD)
                || run(file).map(RunReport::dryRun).orElse(false) && !isOlder(file, PLAN_OF_A_DRY_RUN);
        return !kept;
    }

    private boolean isIn(Path file, RunStatus... statuses) {
        return run(file).map(run -> List.of(statuses).contains(run.status())).orElse(false);
    }

    /** The run whose id the file is called by. */
    private Optional<RunReport> run(Path file) {
        return runs.find(file.getFileName().toString().split("\\.", 2)[0]);
    }

    private boolean isOlder(Path file, Duration age) throws IOException {
        return Files.getLastModifiedTime(file)
                .toInstant()
                .isBefore(clock.instant().minus(age));
    }
}
