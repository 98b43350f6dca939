package io.cohortsync.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortsync.run.ActiveRuns;
import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunRequest;
import io.cohortsync.run.RunStatus;
import io.cohortsync.run.RunStore;
import io.cohortsync.run.RunTicket;
import io.cohortsync.run.Trigger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.ProducerTemplate;
import org.springframework.boot.ApplicationArguments;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** {@code --once=<sync>}: runs one sync; its run report is the last line on standard output. */
@Component
public class OnceCommand implements Command {

    private final ApplicationArguments arguments;
    private final ProducerTemplate producer;
    private final RunStore runs;
    private final ActiveRuns active;
    private final EndedRuns ended;
    private final ObjectMapper json;

    OnceCommand(
            ApplicationArguments arguments,
            ProducerTemplate producer,
            RunStore runs,
            ActiveRuns active,
            EndedRuns ended,
            ObjectMapper json) {
        this.arguments = arguments;
        this.producer = producer;
        this.runs = runs;
        this.active = active;
        this.ended = ended;
        this.json = json;
    }

    @Override
    public Answer run() {
        List<String> names = arguments.getOptionValues("once");
        if (names == null || names.size() != 1 || names.get(0).isBlank()) {
            return new Answer(1, "--once wants the name of one sync: --once=<sync>");
        }
        RunTicket ticket = producer.requestBody(
                "direct:cohort-start", new RunRequest(names.get(0), Trigger.MANUAL, false, false), RunTicket.class);
        return ticket.opened() ? await(ticket.runId()) : new Answer(1, "nothing was run: " + ticket.refusal());
    }

    private Answer await(String runId) {
        CompletableFuture<Optional<RunReport>> end = ended.of(runId);
        // it may have ended before anybody listened
        if (active.find(runId).isEmpty() || hasEnded(runId)) {
            end.complete(runs.find(runId));
        }
        return end.join().map(this::answer).orElseGet(() -> interrupted(runId));
    }

    private boolean hasEnded(String runId) {
        return runs.find(runId).map(RunReport::finishedAt).isPresent();
    }

    private Answer answer(RunReport report) {
        return new Answer(exitCode(report.status()), write(report));
    }

    private Answer interrupted(String runId) {
        try {
            return answer(runs.find(runId).orElseThrow());
        } catch (DataAccessException e) {
            return new Answer(
                    1, "run " + runId + " was interrupted: the database is away; it goes on at the next start");
        }
    }

    private static int exitCode(RunStatus status) {
        return switch (status) {
            case SUCCEEDED, SKIPPED -> 0;
            case PARTIAL -> 2;
            case HELD -> 3;
            case FAILED, RUNNING -> 1;
        };
    }

    private String write(RunReport report) {
        try {
            return json.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a run report that is no JSON", e);
        }
    }
}
