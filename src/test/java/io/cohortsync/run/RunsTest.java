package io.cohortsync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.cohortsync.config.Cadence;
import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.config.Sync;
import io.cohortsync.ledger.MembershipLedger;
import io.cohortsync.ledger.PlanCounts;
import io.cohortsync.ledger.PlanFile;
import io.cohortsync.ledger.SyncClaim;
import io.cohortsync.ledger.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;

class RunsTest {

    /** Of another process, which was the first to claim the sync. */
    private static final RunLease ELSEWHERE = new RunLease("run", new SyncClaim("vip", 1, 1));

    private final TestDatabase database = TestDatabase.h2();
    private final SyncStore syncs = new SyncStore(database.jdbc());
    private final RunStore store = new RunStore(database.jdbc());
    private final LiveConfiguration configuration = mock(LiveConfiguration.class);
    private final MembershipLedger ledger = mock(MembershipLedger.class);
    private final PlanFile plans = mock(PlanFile.class);
    private final ActiveRuns active = new ActiveRuns(syncs);
    private final Runs runs = new Runs(
            configuration, syncs, store, active, ledger, plans, mock(RunEnds.class), "here", Clock.systemUTC());

    @BeforeEach
    void one_sync_and_a_run_of_another_process() {
        database.empty();
        syncs.ensure("vip");
        when(configuration.sync("vip")).thenReturn(Optional.of(TestRuns.sync(false)));
        syncs.claim("vip", "elsewhere", Duration.ofSeconds(30)).orElseThrow();
        store.insert(ELSEWHERE, new RunRequest("vip", Trigger.CADENCE, false, false), Stage.EXPORT);
    }

    private RunReport report() {
        return store.find("run").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"EXPORT, false", "READ, false", "PLAN, false", "DELIVER, true"})
    void takes_up_a_run_whose_process_is_gone(Stage stage, boolean perhapsSent) {
        store.stage(ELSEWHERE, stage);
        syncs.releaseAllOf("elsewhere");
        assertThat(runs.takeUp(report()).orElseThrow().opened()).isTrue();
        assertThat(report().trigger()).isEqualTo(Trigger.RESUME);
        assertThat(active.get("run").isPerhapsSent()).isEqualTo(perhapsSent);
    }

    /** It was listed as running a moment before its process said how it ended and gave the claim back. */
    @Test
    void a_run_that_has_ended_is_not_taken_up() {
        RunReport listed = report();
        store.finish(ELSEWHERE, RunStatus.HELD, "too many leave");
        syncs.releaseAllOf("elsewhere");
        assertThat(runs.takeUp(listed)).isEmpty();
        assertThat(report().status()).isEqualTo(RunStatus.HELD);
        assertThat(report().reason()).isEqualTo("too many leave");
        assertThat(syncs.isClaimed("vip")).isFalse();
    }

    @Test
    void a_claim_of_which_nothing_has_come_is_given_back() {
        store.finish(ELSEWHERE, RunStatus.PARTIAL, "parked");
        syncs.releaseAllOf("elsewhere");
        when(ledger.requeue(any(), any(), anyInt())).thenThrow(new DataAccessResourceFailureException("away"));
        assertThatThrownBy(() -> runs.replay("vip")).hasMessage("away");
        assertThat(syncs.isClaimed("vip")).isFalse();
    }

    /** What was approved is pending by then: the run is not lost, but taken up. */
    @Test
    void a_plan_whose_file_cannot_be_deleted_leaves_no_run_without_a_claim() {
        store.planned(ELSEWHERE, PlanCounts.NONE, 1);
        store.finish(ELSEWHERE, RunStatus.HELD, "too many leave");
        syncs.releaseAllOf("elsewhere");
        when(plans.exists("run")).thenReturn(true);
        doThrow(new UncheckedIOException(new IOException("read only")))
                .when(plans)
                .delete("run");
        assertThatThrownBy(() -> runs.approve("run")).hasMessageContaining("read only");
        assertThat(active.find("run")).isEmpty();
        assertThat(syncs.isClaimed("vip")).isFalse();
    }

    /** Reports are kept for a year. */
    @Test
    void a_one_time_sync_never_runs_again_even_when_its_report_is_gone() {
        Sync sync = mock(Sync.class);
        when(sync.name()).thenReturn("vip");
        when(sync.enabled()).thenReturn(true);
        when(sync.cadence()).thenReturn(Cadence.of("one-time"));
        when(configuration.sync("vip")).thenReturn(Optional.of(sync));
        store.finish(ELSEWHERE, RunStatus.SUCCEEDED, null);
        syncs.releaseAllOf("elsewhere");
        database.jdbc().update("delete from sync_runs");
        RunRequest firing = new RunRequest("vip", Trigger.CADENCE, false, false);
        RunTicket first = runs.open(firing);
        assertThat(first.opened()).isTrue();
        syncs.releaseAllOf("here");
        database.jdbc().update("delete from sync_runs");
        RunTicket second = runs.open(firing);
        assertThat(second.opened()).isFalse();
        assertThat(second.refusal()).isEqualTo("sync vip is one-time and has run");
    }

    /** It may have been paused by another process, whose route alone is stopped. */
    @Test
    void a_cadence_that_is_paused_opens_no_run_wherever_it_fires() {
        store.finish(ELSEWHERE, RunStatus.SUCCEEDED, null);
        syncs.releaseAllOf("elsewhere");
        syncs.pause("vip", true);
        assertThat(runs.open(new RunRequest("vip", Trigger.CADENCE, false, false))
                        .refusal())
                .isEqualTo("the cadence of sync vip is paused");
        assertThat(runs.open(new RunRequest("vip", Trigger.MANUAL, false, false))
                        .opened())
                .isTrue();
    }

    @Test
    void a_plan_that_is_discarded_while_it_is_approved_is_refused() {
        store.planned(ELSEWHERE, PlanCounts.NONE, 1);
        store.finish(ELSEWHERE, RunStatus.HELD, "too many leave");
        syncs.releaseAllOf("elsewhere");
        when(plans.exists("run")).thenReturn(true, false);
        when(plans.read(any(), anyLong(), any()))
                .thenThrow(new UncheckedIOException(new NoSuchFileException("plans/run.csv")));
        assertThat(runs.approve("run").refusal()).contains("the plan of run run is gone");
        assertThat(syncs.isClaimed("vip")).isFalse();
    }
}
