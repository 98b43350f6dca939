package io.cohortsync.ops;

import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.cohortsync.run.SyncStore;
import java.util.Set;
import org.apache.camel.Route;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CadencePolicyTest {

    private final SyncStore syncs = mock(SyncStore.class);
    private final CadencePolicy policy = new CadencePolicy(syncs);
    private final Route route = mock(Route.class, RETURNS_DEEP_STUBS);

    @BeforeEach
    void a_started_application() {
        when(route.getCamelContext().getStatus().isStarted()).thenReturn(true);
        when(route.getRouteId()).thenReturn("cohort-trigger-vip");
    }

    @Test
    void who_stops_a_cadence_pauses_it() {
        policy.onStop(route);

        verify(syncs).pause("vip", true);
    }

    /** A reload, say, while route files are replaced. */
    @Test
    void a_cadence_that_is_made_anew_is_not_paused_whoever_else_is_at_work() {
        Thread other = new Thread(() -> policy.quietly(() -> {}));

        policy.quietly(() -> {
            other.start();
            await().until(() ->
                    Set.of(Thread.State.BLOCKED, Thread.State.TERMINATED).contains(other.getState()));
            policy.onStop(route);
        });

        verify(syncs, never()).pause(anyString(), anyBoolean());
    }
}
