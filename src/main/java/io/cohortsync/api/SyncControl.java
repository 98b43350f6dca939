package io.cohortsync.api;

import io.cohortsync.config.Sync;
import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunTicket;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.web.ErrorResponseException;

/** The handle of one sync for JMX. */
final class SyncControl implements SyncMXBean {

    private final Sync sync;
    private final SyncStates states;
    private final RunStarts starts;
    private final CadenceRoutes cadences;
    private final Audit audit;

    SyncControl(Sync sync, SyncStates states, RunStarts starts, CadenceRoutes cadences, Audit audit) {
        this.sync = sync;
        this.states = states;
        this.starts = starts;
        this.cadences = cadences;
        this.audit = audit;
    }

    @Override
    public String getState() {
        return view().state();
    }

    @Override
    public @Nullable String getNextFireAt() {
        return text(view().nextFireAt());
    }

    @Override
    public long getPresent() {
        return view().present();
    }

    @Override
    public long getPending() {
        return view().pending();
    }

    @Override
    public long getParked() {
        return view().parked();
    }

    @Override
    public @Nullable String getLastRunStatus() {
        return lastRun().map(run -> run.status().word()).orElse(null);
    }

    @Override
    public @Nullable String getLastRunAt() {
        return lastRun()
                .map(run -> text(run.finishedAt() == null ? run.startedAt() : run.finishedAt()))
                .orElse(null);
    }

    @Override
    public String run() {
        return start(false);
    }

    @Override
    public String dryRun() {
        return start(true);
    }

    private String start(boolean dryRun) {
        RunTicket ticket = ticket(dryRun);
        if (!ticket.opened()) {
            throw new IllegalStateException(ticket.refusal());
        }
        return Objects.requireNonNull(ticket.runId());
    }

    /** A console far away has none of our classes, nor Spring's: it is told in the JDK's. */
    private RunTicket ticket(boolean dryRun) {
        try {
            AuditAction action = AuditAction.run(dryRun);
            return audit.begin(action, sync.name(), () -> starts.start(sync.name(), dryRun, false));
        } catch (RouteStoppedException e) {
            throw new IllegalStateException(e.getMessage());
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "no run was started (" + e.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public void pause() {
        act(AuditAction.PAUSE, () -> cadences.pause(sync));
    }

    @Override
    public void resume() {
        act(AuditAction.RESUME, () -> cadences.resume(sync));
    }

    /** Here too a console is told in the JDK's classes. */
    private void act(AuditAction action, Runnable work) {
        try {
            audit.act(action, sync.name(), work);
        } catch (ErrorResponseException refused) {
            throw new IllegalStateException(refused.getBody().getDetail());
        } catch (DataAccessException e) {
            throw new IllegalStateException(
                    "nothing was changed (" + e.getClass().getSimpleName() + ")");
        }
    }

    private SyncView view() {
        return states.find(sync.name()).orElseThrow();
    }

    private Optional<RunReport> lastRun() {
        return Optional.ofNullable(view().lastRun());
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
