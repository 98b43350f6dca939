package io.cohortsync.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.fault.BatchRefusedException;
import io.cohortsync.ledger.Change;
import io.cohortsync.ledger.ChangeKind;
import io.cohortsync.ledger.MemberIds;
import io.cohortsync.ledger.MembershipLedger;
import io.cohortsync.ledger.ParkedChange;
import io.cohortsync.ledger.Settlement;
import io.cohortsync.pushwoosh.JobReply;
import io.cohortsync.pushwoosh.JobReply.State;
import io.cohortsync.run.ActiveRun;
import io.cohortsync.run.ChangeMetrics;
import io.cohortsync.run.DeliveryGates;
import io.cohortsync.run.RunStore;
import io.cohortsync.run.TargetCheck;
import io.cohortsync.run.TestRuns;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;

class ChangeStepsTest {

    private static final String RUN = "run-1";
    private static final Change JOIN = new Change(1, ChangeKind.JOIN, "anna@example.com", Map.of(), 0);

    private final MembershipLedger ledger = mock(MembershipLedger.class);
    private final TestRuns runs = new TestRuns("http://127.0.0.1");
    private final ActiveRun run = runs.begin(RUN);
    private final ChangeSteps changes = new ChangeSteps(
            runs.active(),
            mock(RunStore.class),
            ledger,
            mock(DeliveryGates.class),
            mock(ChangeMetrics.class),
            mock(TargetCheck.class),
            mock(LiveConfiguration.class));

    @BeforeEach
    void nothing_is_pending() {
        when(ledger.pendingIds(any())).thenReturn(new long[0]);
    }

    @Test
    void a_run_that_has_just_made_its_plan_does_not_read_the_ledger_again() {
        run.toDeliver(new MemberIds());
        changes.pages(RUN);
        verify(ledger, never()).pendingIds(any());
    }

    @Test
    void a_run_that_goes_on_delivering_looks_what_is_pending_by_now() {
        run.toDeliver(new MemberIds());
        changes.pages(RUN);
        changes.pages(RUN);
        verify(ledger).pendingIds(run.claim());
    }

    /** Before it was interrupted it may have sent the same change, and nobody has heard the answer. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_a_run_that_was_taken_up_cannot_deliver_may_have_been_applied(boolean applied) {
        ActiveRun sender = applied ? runs.takenUp("taken") : run;
        ChangeBatch batch = ChangeBatch.of(new ChangePage(sender.id(), List.of(JOIN), true));
        changes.park(batch, new BatchRefusedException("no such user"));
        changes.settle(
                batch, new JobReply(State.COMPLETED, "Completed", Map.of(JOIN.address(), "no such user"), false));
        ArgumentCaptor<Settlement> settled = ArgumentCaptor.captor();
        verify(ledger, times(2)).settle(any(), any(), settled.capture(), any());
        assertThat(settled.getAllValues())
                .flatExtracting(Settlement::parked)
                .extracting(ParkedChange::reason, ParkedChange::applied)
                .containsExactly(tuple("refused", applied), tuple("skipped", applied));
    }
}
