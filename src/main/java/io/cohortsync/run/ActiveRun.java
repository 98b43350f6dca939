package io.cohortsync.run;

import io.cohortsync.amplitude.ExportQuota;
import io.cohortsync.config.AmplitudeProject;
import io.cohortsync.config.PushwooshApp;
import io.cohortsync.config.Sync;
import io.cohortsync.ledger.MemberIds;
import io.cohortsync.ledger.SyncClaim;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of a run it works on; what must survive it stands in {@link RunStore}.
 *
 * <p>The route's thread moves it from stage to stage; delivering threads only touch {@link #delivery()}.
 */
public final class ActiveRun {

    private final String id;
    private final Sync sync;
    private final AmplitudeProject project;
    private final PushwooshApp app;
    private final SyncClaim claim;
    private final Trigger trigger;
    private final boolean dryRun;
    private final boolean forced;
    private final Delivery delivery = new Delivery();
    private volatile Stage stage;
    private volatile @Nullable String requestId;
    private volatile @Nullable Instant exportDeadline;
    private volatile @Nullable Long cohortSize;
    private volatile @Nullable Long lastComputed;
    private volatile int polls;
    private volatile int downloads;
    private volatile @Nullable Intake intake;
    private volatile boolean begunReading;
    private volatile boolean fileProven;
    private volatile boolean listRead;
    private volatile ExportQuota.@Nullable Question usageQuestion;
    private final AtomicReference<@Nullable Semaphore> exportPlace = new AtomicReference<>();
    private final AtomicReference<@Nullable MemberIds> toDeliver = new AtomicReference<>();
    private volatile boolean interrupted;
    private volatile boolean perhapsSent;
    private final AtomicBoolean begun = new AtomicBoolean();

    ActiveRun(
            String id,
            Sync sync,
            AmplitudeProject project,
            PushwooshApp app,
            SyncClaim claim,
            Trigger trigger,
            boolean dryRun,
            boolean forced,
            Stage stage) {
        this.id = id;
        this.sync = sync;
        this.project = project;
        this.app = app;
        this.claim = claim;
        this.trigger = trigger;
        this.dryRun = dryRun;
        this.forced = forced;
        this.stage = stage;
    }

    public String id() {
        return id;
    }

    public Sync sync() {
        return sync;
    }

    public AmplitudeProject project() {
        return project;
    }

    public PushwooshApp app() {
        return app;
    }

    public SyncClaim claim() {
        return claim;
    }

    /** The right to write this run's row. */
    public RunLease lease() {
        return new RunLease(id, claim);
    }

    public Trigger trigger() {
        return trigger;
    }

    public boolean isDryRun() {
        return dryRun;
    }

    public boolean isForced() {
        return forced;
    }

    public Stage stage() {
        return stage;
    }

    public void moveTo(Stage next) {
        stage = next;
    }

    /** Amplitude's id of the export; empty before the answer to the request. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    public void requested(String amplitudeRequestId) {
        requestId = amplitudeRequestId;
    }

    /** When the export is given up; counted from the first question to Amplitude. */
    public Optional<Instant> exportDeadline() {
        return Optional.ofNullable(exportDeadline);
    }

    public void exportDeadline(Instant deadline) {
        exportDeadline = deadline;
    }

    /** What Amplitude's list said; null if it said nothing. */
    public @Nullable Long cohortSize() {
        return cohortSize;
    }

    public @Nullable Long lastComputed() {
        return lastComputed;
    }

    public void looked(@Nullable Long size, @Nullable Long computed) {
        cohortSize = size;
        lastComputed = computed;
    }

    /** Whether this process could read Amplitude's list, whatever it said of the cohort. */
    public boolean isListRead() {
        return listRead;
    }

    public void listRead() {
        listRead = true;
    }

    /** Counts a status poll; 1 for the first. */
    public int nextPoll() {
        return ++polls;
    }

    /** Counts a file that came to its end, usable or not; a broken connection is no file. */
    public void downloaded() {
        downloads++;
    }

    public int downloads() {
        return downloads;
    }

    /** Whether the end of the downloaded file is beyond doubt. */
    public boolean isFileProven() {
        return fileProven;
    }

    public void fileProven(boolean proven) {
        fileProven = proven;
    }

    /** When Amplitude was last asked what it has counted. */
    public Optional<ExportQuota.Question> usageQuestion() {
        return Optional.ofNullable(usageQuestion);
    }

    public void usageQuestion(ExportQuota.Question question) {
        usageQuestion = question;
    }

    /** Whether it was interrupted while it delivered: it may have sent what is still pending, and the answer was lost. */
    public boolean isPerhapsSent() {
        return perhapsSent;
    }

    void perhapsSent() {
        perhapsSent = true;
    }

    boolean hasExportPlace() {
        return exportPlace.get() != null;
    }

    /** @param places the project's; one of them was acquired for this run */
    void exportPlace(Semaphore places) {
        exportPlace.set(places);
    }

    /** Gives the place among the project's exports back, if the run has one. */
    public void leaveExportPlace() {
        Semaphore places = exportPlace.getAndSet(null);
        if (places != null) {
            places.release();
        }
    }

    public Delivery delivery() {
        return delivery;
    }

    /** What is read so far. */
    public Intake intake() {
        Intake current = intake;
        if (current == null) {
            throw new IllegalStateException("run " + id + " reads no file now");
        }
        return current;
    }

    /** Starts to read, from the beginning even if the file was half read before. */
    public void startReading(Intake fresh) {
        stopReading();
        begunReading = true;
        intake = fresh;
    }

    /** Whether this process has tried to read the run's file. */
    public boolean hasBegunReading() {
        return begunReading;
    }

    /** Whether the caller is the first to carry this run out. */
    boolean begin() {
        return begun.compareAndSet(false, true);
    }

    /** Nobody carries this run out after all. */
    void putBack() {
        begun.set(false);
    }

    /** Whether nobody has carried this run out yet. */
    boolean isWaiting() {
        return !begun.get();
    }

    /** The run goes on later, in this process or another: nothing is said of its end. */
    void interrupt() {
        interrupted = true;
    }

    boolean isInterrupted() {
        return interrupted;
    }

    /** What the run's own plan has left pending: the ledger need not be read a second time. */
    public void toDeliver(MemberIds pending) {
        toDeliver.set(pending);
    }

    /** The same, once; empty if the run has made no plan in this process, or has begun to deliver it. */
    public Optional<MemberIds> takeToDeliver() {
        return Optional.ofNullable(toDeliver.getAndSet(null));
    }

    /** Lets go of everything that was read: it may be large. */
    public void stopReading() {
        Intake current = intake;
        intake = null;
        if (current != null) {
            current.close();
        }
    }

    /** The tail of a log line: {@code run=… sync=…}. */
    @Override
    public String toString() {
        return "run=" + id + " sync=" + sync.name();
    }
}
