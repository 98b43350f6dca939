package io.cohortsync.route;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.ledger.MemberIds;
import io.cohortsync.ledger.MembershipLedger;
import io.cohortsync.run.ActiveRun;
import io.cohortsync.run.ChangeMetrics;
import io.cohortsync.run.DeliveryGates;
import io.cohortsync.run.RunStore;
import io.cohortsync.run.TargetCheck;
import io.cohortsync.run.TestRuns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeStepsTest {

    private static final String RUN = "run-1";

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
}
