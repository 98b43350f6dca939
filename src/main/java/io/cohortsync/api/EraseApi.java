package io.cohortsync.api;

import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Sync;
import io.cohortsync.ledger.LedgerEntry;
import io.cohortsync.ledger.MembershipLedger;
import io.cohortsync.member.AddressPolicy;
import io.cohortsync.member.MaskedAddress;
import io.cohortsync.run.RunTicket;
import io.cohortsync.run.Runs;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/erase}: somebody wants to be forgotten. Their leave is planned in every sync that knows them and sent at once, by a run
 * without an export: a run with one may bring them back, and in mode additive always does. The row goes when Pushwoosh has confirmed
 * the leave.
 */
@RestController
class EraseApi {

    private static final String COMES_BACK =
            " The address comes back with the next complete run if Amplitude still has it in the cohort: erase it there first.";

    private static final String GOES =
            "A leave is sent by the run that is named, or by the sync's next run; the row goes when"
                    + " Pushwoosh has confirmed it. A leave that is parked is sent again by POST /api/dead-letters/replay."
                    + COMES_BACK;

    private static final String UNKNOWN =
            "No configured sync knows the address, so that nothing was planned." + COMES_BACK;

    /** A large plan holds the sync's row for longer than the database lets others wait. */
    private static final String BUSY = "the database did not let the leave be planned in time; ask again";

    private final LiveConfiguration configuration;
    private final MembershipLedger ledger;
    private final Runs runs;
    private final RunStarts starts;
    private final Audit audit;

    EraseApi(LiveConfiguration configuration, MembershipLedger ledger, Runs runs, RunStarts starts, Audit audit) {
        this.configuration = configuration;
        this.ledger = ledger;
        this.runs = runs;
        this.starts = starts;
        this.audit = audit;
    }

    /**
     * What becomes of the member in one sync.
     *
     * @param erased {@code leave planned}, {@code leaving already}, {@code leave parked}, {@code forgotten} (the row is gone
     *     already), {@code unknown} or {@code not done}
     * @param run the run that sends the leave; null if none was begun
     * @param reason why none was begun, why the leave is parked, or what failed; null if there is nothing to say
     */
    record Outcome(
            String sync,
            String erased,
            @Nullable String run,
            @Nullable String reason) {

        static Outcome of(Sync sync, String erased) {
            return new Outcome(sync.name(), erased, null, null);
        }

        boolean isKnown() {
            return !erased.equals("unknown");
        }
    }

    /**
     * The answer.
     *
     * @param address masked
     * @param next what happens next, and what is left to do
     */
    record Erasure(String address, List<Outcome> syncs, String next) {}

    @PostMapping("/api/erase")
    Erasure erase(@RequestBody AddressQuestion question) {
        String address = question.valid();
        String masked = MaskedAddress.mask(address);
        List<Outcome> outcomes = configuration.allSyncs().stream()
                .map(sync -> erase(sync, address, masked))
                .toList();
        boolean known = outcomes.stream().anyMatch(Outcome::isKnown);
        if (!known) {
            audit.act(AuditAction.ERASE, null, () -> masked, none -> end(none, null, "unknown"));
        }
        return new Erasure(masked, outcomes, known ? GOES : UNKNOWN);
    }

    private Outcome erase(Sync sync, String raw, String masked) {
        String address = new AddressPolicy(sync.addressCase()).normalise(raw);
        if (!ledger.holds(sync.name(), address)) {
            return Outcome.of(sync, "unknown");
        }
        try {
            return audit.act(
                    AuditAction.ERASE,
                    sync.name(),
                    () -> leave(sync, address),
                    outcome -> end(masked, outcome.run(), outcome.erased()));
        } catch (DataAccessException e) {
            return new Outcome(sync.name(), "not done", null, BUSY);
        }
    }

    private Outcome leave(Sync sync, String address) {
        boolean planned = ledger.remove(sync.name() + ":" + address);
        Optional<LedgerEntry> left = ledger.find(sync.name(), address);
        if (left.isEmpty()) {
            return Outcome.of(sync, "forgotten");
        }
        if (left.get().state().isParked()) {
            return new Outcome(sync.name(), "leave parked", null, left.get().lastReason());
        }
        return sent(sync, planned ? "leave planned" : "leaving already");
    }

    private Outcome sent(Sync sync, String erased) {
        RunTicket ticket = runs.deliver(sync.name());
        starts.goOnIfOpened(ticket);
        if (ticket == null) {
            return Outcome.of(sync, erased);
        }
        return new Outcome(sync.name(), erased, ticket.opened() ? ticket.runId() : null, ticket.refusal());
    }

    private static AuditEnd end(String masked, @Nullable String run, String erased) {
        return new AuditEnd("done", run, masked + ": " + erased);
    }
}
