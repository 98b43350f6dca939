package io.cohortsync.api;

import io.cohortsync.ledger.PlanFile;
import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunStore;
import io.cohortsync.run.RunTicket;
import io.cohortsync.run.Runs;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/runs}: run reports, and the decision about a held plan. */
@RestController
@RequestMapping("/api/runs")
class RunApi {

    private static final int MOST_RUNS = 1_000;
    private static final int MOST_LINES = 100_000;

    private final Runs runs;
    private final RunStore store;
    private final PlanFile plans;
    private final RunStarts starts;
    private final Audit audit;

    RunApi(Runs runs, RunStore store, PlanFile plans, RunStarts starts, Audit audit) {
        this.runs = runs;
        this.store = store;
        this.plans = plans;
        this.starts = starts;
        this.audit = audit;
    }

    @GetMapping
    List<RunReport> runs(
            @RequestParam(required = false) @Nullable String sync,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String limit) {
        return store.list(sync, Query.status(status), Query.limit(limit, MOST_RUNS));
    }

    @GetMapping("/{id}")
    RunReport run(@PathVariable String id) {
        return store.find(id).orElseThrow(Refusals::unknownRun);
    }

    @GetMapping("/{id}/rejections")
    List<RunStore.RejectedRow> rejections(
            @PathVariable String id, @RequestParam(required = false) @Nullable String limit) {
        return store.rejections(run(id).id(), Query.limit(limit, MOST_LINES));
    }

    @GetMapping("/{id}/plan")
    List<PlanFile.Line> plan(@PathVariable String id, @RequestParam(required = false) @Nullable String limit) {
        return plans.lines(run(id).id(), Query.limit(limit, MOST_LINES));
    }

    @PostMapping("/{id}/approve")
    @ResponseStatus(HttpStatus.ACCEPTED)
    RunAnswer approve(@PathVariable String id) {
        RunReport run = run(id);
        RunTicket ticket = audit.decide(AuditAction.APPROVE, run, () -> runs.approve(run.id()), AuditEnd::of);
        RunAnswer answer = RunAnswer.of(ticket);
        starts.goOn(ticket);
        return answer;
    }

    @PostMapping("/{id}/discard")
    RunReport discard(@PathVariable String id) {
        RunReport run = run(id);
        return audit.decide(AuditAction.DISCARD, run, () -> discarded(run), done -> AuditEnd.DONE);
    }

    private RunReport discarded(RunReport run) {
        if (!runs.discard(run.id())) {
            throw Refusals.conflict("the run is " + run(run.id()).status().word() + ", not held");
        }
        return run(run.id());
    }
}
