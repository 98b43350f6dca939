package io.cohortsync.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.springframework.util.FileSystemUtils;

/** The two services of the demo, fed with two days of one cohort, and a data directory that goes with the process. */
public final class DemoTwins implements AutoCloseable {

    static final String COHORT = "9apg8e8f";
    static final String TAG = "Amplitude_Cohorts";
    static final String TAG_VALUE = "power-users";

    private static final String API_KEY = "demo-api-key";
    private static final String SECRET_KEY = "demo-secret-key";
    private static final String APPLICATION = "DEMO0-DEMO0";
    private static final String TOKEN = "demo-server-token";
    private static final int POLLS = 2;

    private final AmplitudeTwin amplitude;
    private final PushwooshTwin pushwoosh;
    private final Path dataDir;

    private DemoTwins(AmplitudeTwin amplitude, PushwooshTwin pushwoosh, Path dataDir) {
        this.amplitude = amplitude;
        this.pushwoosh = pushwoosh;
        this.dataDir = dataDir;
    }

    static DemoTwins start() {
        AmplitudeTwin amplitude = AmplitudeTwin.start(API_KEY, SECRET_KEY);
        amplitude.settings().pollsUntilReady(POLLS);
        PushwooshTwin pushwoosh = PushwooshTwin.start(APPLICATION, TOKEN);
        pushwoosh.settings().jobPolls(1);
        pushwoosh.defineTag(TAG, TagType.LIST);
        return new DemoTwins(amplitude, pushwoosh, temporary()).day(1, 26_998);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("cohort-sync-demo-");
        } catch (IOException e) {
            throw new UncheckedIOException("the demo needs a temporary directory", e);
        }
    }

    /** From now on the cohort is as it was on that day. */
    DemoTwins day(int day, long size) {
        ExportContent file = ExportContent.resource("/demo/power-users.day" + day + ".csv.gz");
        amplitude.putCohort(CohortSpec.of(COHORT, file).named("Power users").computed(Instant.now(), size));
        return this;
    }

    /** The Amplitude of the demo. */
    public AmplitudeTwin amplitude() {
        return amplitude;
    }

    /** The Pushwoosh of the demo. */
    public PushwooshTwin pushwoosh() {
        return pushwoosh;
    }

    Path dataDir() {
        return dataDir;
    }

    /** How many users have the cohort's value in the tag. */
    int audience() {
        return pushwoosh.audience(TAG, TAG_VALUE).size();
    }

    /** Ends the twins and removes the data. */
    @Override
    public void close() throws IOException {
        amplitude.close();
        pushwoosh.close();
        FileSystemUtils.deleteRecursively(dataDir);
    }
}
