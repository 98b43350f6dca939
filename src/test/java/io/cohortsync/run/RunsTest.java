package io.cohortsync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.ledger.MembershipLedger;
import io.cohortsync.ledger.PlanFile;
import io.cohortsync.ledger.SyncClaim;
import io.cohortsync.ledger.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class RunsTest {

    private static final Duration TIME = Duration.ofSeconds(30);

    private final TestDatabase database = TestDatabase.h2();
    private final SyncStore syncs = new SyncStore(database.jdbc());
    private final RunStore store = new RunStore(database.jdbc());
    private final LiveConfiguration configuration = mock(LiveConfiguration.class);
    private final MembershipLedger ledger = mock(MembershipLedger.class);
    private final ActiveRuns active = new ActiveRuns(syncs);
    private final Runs runs = new Runs(
            configuration,
            syncs,
            store,
            active,
            ledger,
            mock(PlanFile.class),
            mock(RunEnds.class),
            "here",
            Clock.systemUTC());

    @BeforeEach
    void one_sync_and_a_run_of_another_process() {
        database.empty();
        syncs.ensure("vip");
        when(configuration.sync("vip")).thenReturn(Optional.of(TestRuns.sync(false)));
        store.insert(elsewhere(), new RunRequest("vip", Trigger.CADENCE, false, false), Stage.EXPORT);
    }

    private RunLease elsewhere() {
        return new RunLease("run", syncs.claim("vip", "elsewhere", TIME).orElseThrow());
    }

    private RunReport report() {
        return store.find("run").orElseThrow();
    }

    @Test
    void takes_up_a_run_whose_process_is_gone() {
        syncs.releaseAllOf("elsewhere");
        assertThat(runs.takeUp(report()))
                .hasValueSatisfying(ticket -> assertThat(ticket.opened()).isTrue());
        assertThat(report().trigger()).isEqualTo(Trigger.RESUME);
        assertThat(active.find("run")).isPresent();
    }

    /** It was listed as running a moment before its process said how it ended and gave the claim back. */
    @Test
    void a_run_that_has_ended_is_not_taken_up() {
        RunReport listed = report();
        store.finish(new RunLease("run", new SyncClaim("vip", 1, 1)), RunStatus.HELD, "too many leave");
        syncs.releaseAllOf("elsewhere");
        assertThat(runs.takeUp(listed)).isEmpty();
        assertThat(report().status()).isEqualTo(RunStatus.HELD);
        assertThat(report().reason()).isEqualTo("too many leave");
        assertThat(syncs.isClaimed("vip")).isFalse();
    }

    @Test
    void a_claim_of_which_nothing_has_come_is_given_back() {
        store.finish(new RunLease("run", new SyncClaim("vip", 1, 1)), RunStatus.PARTIAL, "parked");
        syncs.releaseAllOf("elsewhere");
        when(ledger.requeue(any(), any(), anyInt())).thenThrow(new DataAccessResourceFailureException("away"));
        assertThatThrownBy(() -> runs.replay("vip")).hasMessage("away");
        assertThat(syncs.isClaimed("vip")).isFalse();
    }
}
