package io.cohortsync.route;

import io.cohortsync.run.ActiveRuns;
import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunRequest;
import io.cohortsync.run.RunTicket;
import io.cohortsync.run.Runs;
import io.cohortsync.run.Stage;
import io.cohortsync.run.Trigger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Bean {@code runs}: opens a run, tells its stage, records its end. */
@Component("runs")
public class RunSteps {

    private static final Logger LOG = LoggerFactory.getLogger(RunSteps.class);

    private final Runs runs;
    private final ActiveRuns active;

    RunSteps(Runs runs, ActiveRuns active) {
        this.runs = runs;
        this.active = active;
    }

    /** The request of a cadence that has fired. */
    public RunRequest due(String sync) {
        return new RunRequest(sync, Trigger.CADENCE, false, false);
    }

    /** Opens a run, or says why none was opened. */
    public RunTicket open(RunRequest request) {
        RunTicket ticket = runs.open(request);
        if (!ticket.opened()) {
            LOG.info(
                    "no run opened: {} trigger={} sync={}",
                    ticket.refusal(),
                    request.trigger().word(),
                    request.sync());
        }
        return ticket;
    }

    /** Whether the run is to be carried out now; false: it is under way already, or this process has let it go. */
    public boolean begins(String runId) {
        return runs.begin(runId);
    }

    /** A route on the way is stopped: the run waits until it is started, and is looked for every ten seconds. */
    public void putBack(String runId) {
        LOG.warn("the run waits: the route cohort-run is stopped; start it again run={}", runId);
        runs.putBack(runId);
    }

    /**
     * Whether the run has come to a stage.
     *
     * @param stage {@code export}, {@code read} or {@code deliver}
     */
    public boolean isAt(String runId, String stage) {
        return active.find(runId).map(run -> run.stage() == Stage.of(stage)).orElse(false);
    }

    /** Records that the run cannot go on. */
    public void fail(String runId, Exception problem) {
        runs.fail(runId, problem);
    }

    /** Ends the run; null if it is only interrupted and will be taken up. */
    public @Nullable RunReport close(String runId) throws InterruptedException {
        Optional<RunReport> report = runs.close(runId);
        return report.orElse(null);
    }
}
