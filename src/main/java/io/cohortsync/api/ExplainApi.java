package io.cohortsync.api;

import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Sync;
import io.cohortsync.ledger.LedgerEntry;
import io.cohortsync.ledger.MembershipLedger;
import io.cohortsync.member.AddressPolicy;
import io.cohortsync.member.RejectionReason;
import io.cohortsync.run.RunStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/explain}: why somebody is, or is not, in the audiences. The address comes in the body and never goes back. */
@RestController
class ExplainApi {

    private static final String ABSENT = "absent";

    private final LiveConfiguration configuration;
    private final MembershipLedger ledger;
    private final RunStore runs;

    ExplainApi(LiveConfiguration configuration, MembershipLedger ledger, RunStore runs) {
        this.configuration = configuration;
        this.ledger = ledger;
        this.runs = runs;
    }

    /**
     * What is known for one sync.
     *
     * @param since when the member came into this state, for a new member when its join was planned; null if absent
     * @param reason why a change was parked, or why the member is absent
     */
    record Explanation(
            String sync,
            String state,
            @Nullable Instant since,
            @Nullable String reason) {}

    @PostMapping("/api/explain")
    List<Explanation> explain(@RequestBody AddressQuestion question) {
        String address = question.given();
        return configuration.allSyncs().stream()
                .map(sync -> explain(sync, address))
                .toList();
    }

    private Explanation explain(Sync sync, String raw) {
        AddressPolicy policy = new AddressPolicy(sync.addressCase());
        String address = policy.normalise(raw);
        RejectionReason rejection = policy.reject(address);
        if (rejection != null) {
            return absent(sync, "the address is rejected as " + rejection.code());
        }
        return ledger.find(sync.name(), address)
                .map(entry -> known(sync, entry))
                .orElseGet(() -> absent(sync, lastComparison(sync)));
    }

    private static Explanation known(Sync sync, LedgerEntry entry) {
        return new Explanation(sync.name(), entry.state().word(), entry.since(), entry.lastReason());
    }

    private static Explanation absent(Sync sync, String reason) {
        return new Explanation(sync.name(), ABSENT, null, reason);
    }

    private String lastComparison(Sync sync) {
        return runs.lastCarriedOut(sync.name())
                .map(run -> "not in the cohort when the audience was last compared with it, by run " + run.id() + " of "
                        + run.startedAt().truncatedTo(ChronoUnit.SECONDS))
                .orElse("no run has compared the audience with the cohort yet");
    }
}
