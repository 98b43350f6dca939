package io.cohortsync.api;

import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Sync;
import io.cohortsync.ledger.DeadLetter;
import io.cohortsync.ledger.MembershipLedger;
import io.cohortsync.run.Replay;
import io.cohortsync.run.Runs;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/dead-letters}: parked changes, and another try. */
@RestController
@RequestMapping("/api/dead-letters")
class DeadLetterApi {

    private static final int MOST_LETTERS = 100_000;

    private final LiveConfiguration configuration;
    private final MembershipLedger ledger;
    private final Runs runs;
    private final RunStarts starts;
    private final Audit audit;

    DeadLetterApi(LiveConfiguration configuration, MembershipLedger ledger, Runs runs, RunStarts starts, Audit audit) {
        this.configuration = configuration;
        this.ledger = ledger;
        this.runs = runs;
        this.starts = starts;
        this.audit = audit;
    }

    @GetMapping
    List<DeadLetter> deadLetters(
            @RequestParam(required = false) @Nullable String sync,
            @RequestParam(required = false) @Nullable String limit) {
        return ledger.deadLetters(sync, Query.limit(limit, MOST_LETTERS));
    }

    /** How many parked changes are pending again. */
    record Requeued(int requeued) {}

    @PostMapping("/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Requeued replay(@RequestParam(required = false) @Nullable String sync) {
        return answer(sync == null ? everywhere() : List.of(replayed(known(sync))));
    }

    private Sync known(String sync) {
        return configuration.sync(sync).orElseThrow(Refusals::unknownSync);
    }

    private List<Replay> everywhere() {
        return configuration.allSyncs().stream()
                .filter(Sync::enabled)
                .filter(sync -> ledger.counts(sync.name()).parked() > 0)
                .map(this::replayed)
                .toList();
    }

    private Replay replayed(Sync sync) {
        Replay replay = audit.act(
                AuditAction.REPLAY, sync.name(), () -> runs.replay(sync.name()), ended -> AuditEnd.of(ended.ticket()));
        starts.goOnIfOpened(replay.ticket());
        return replay;
    }

    /** A sync that is busy does not keep the others from being replayed; 409 only if nothing could be. */
    private static Requeued answer(List<Replay> replays) {
        int requeued = replays.stream().mapToInt(Replay::requeued).sum();
        if (requeued == 0) {
            replays.stream()
                    .map(Replay::ticket)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(RunAnswer::of);
        }
        return new Requeued(requeued);
    }
}
