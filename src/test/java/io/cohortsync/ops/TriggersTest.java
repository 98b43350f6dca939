package io.cohortsync.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.cohortsync.config.Cadence;
import io.cohortsync.config.Sync;
import io.cohortsync.route.RunSteps;
import io.cohortsync.run.SyncStore;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.NormalizedEndpointUri;
import org.apache.camel.support.NormalizedUri;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.CronTrigger;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.springframework.dao.DataAccessResourceFailureException;

class TriggersTest {

    private static final String ROUTE = "cohort-trigger-vip";

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final SyncStore syncs = mock(SyncStore.class);
    private final Triggers triggers = new Triggers(camel, syncs);

    @BeforeEach
    void start() throws Exception {
        camel.getRegistry().bind("runs", mock(RunSteps.class));
        camel.getRegistry().bind(CadencePolicy.BEAN, new RoutePolicySupport() {});
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/cohort-trigger.camel.yaml"));
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("start.camel.yaml", """
                        - route:
                            from:
                              uri: direct:cohort-start
                              steps:
                                - to:
                                    uri: mock:cohort-start
                        """));
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void a_cadence_that_is_changed_fires_by_the_new_one() throws Exception {
        triggers.add(every("hourly"));
        triggers.remove(ROUTE);
        triggers.add(every("0 0 3 * * ?"));

        assertThat(scheduled()).isEqualTo("0 0 3 * * ?");
    }

    /** In an address a plus stands for a blank, and a zone that Java does not know is GMT. */
    @ParameterizedTest
    @ValueSource(strings = {"Etc/GMT+3", "GMT+02:00", "Europe/Berlin", "UTC"})
    void a_cadence_fires_in_the_time_zone_of_its_sync(String zone) throws Exception {
        Sync sync = every("0 0 6 * * ?");
        when(sync.timeZone()).thenReturn(ZoneId.of(zone));

        triggers.add(sync);

        assertThat(((CronTrigger) trigger()).getTimeZone().toZoneId().getRules().getOffset(Instant.EPOCH))
                .isEqualTo(ZoneId.of(zone).getRules().getOffset(Instant.EPOCH));
    }

    @Test
    void a_cadence_that_could_not_be_made_is_made_later() {
        when(syncs.isPaused("vip"))
                .thenThrow(new DataAccessResourceFailureException("away"))
                .thenReturn(false);
        Sync nightly = every("0 0 3 * * ?");
        triggers.addQuietly(nightly);

        triggers.addMissing(List.of(nightly));

        assertThat(camel.getRouteController().getRouteStatus(ROUTE)).isEqualTo(ServiceStatus.Started);
    }

    /** A run refuses to be opened a second time (RunsTest); a single firing would be lost if the sync is paused or busy then. */
    @Test
    void a_one_time_sync_fires_until_it_has_run() throws Exception {
        triggers.add(every("one-time"));

        assertThat(trigger().getFireTimeAfter(Date.from(Instant.now().plusSeconds(3600))))
                .isNotNull();
    }

    /** Quartz counts in whole seconds, and would say that a start in 500 ms, Camel's default, is due since this second began. */
    @Test
    void a_cadence_never_fires_for_a_time_before_it_was_added() throws Exception {
        triggers.add(every("hourly"));
        triggers.remove(ROUTE);
        await().until(() -> System.currentTimeMillis() % 1000 < 300);
        Date before = new Date();

        triggers.add(every("* * * * * ?"));

        Trigger trigger = trigger();
        assertThat(Stream.of(
                        trigger.getNextFireTime(),
                        Objects.requireNonNullElse(trigger.getPreviousFireTime(), trigger.getNextFireTime())))
                .allSatisfy(fires -> assertThat(fires).isAfter(before));
    }

    /**
     * A schedule that falls due between the start of its endpoint and the registration of that endpoint makes Camel create
     * the endpoint a second time; the route leaves that one behind, and the next route of the same address gets it.
     */
    @Test
    void a_cadence_that_fired_while_its_route_was_made_is_scheduled_again() throws Exception {
        Sync nightly = every("0 0 3 * * ?");
        triggers.add(nightly);
        String address = camel.getRoute(ROUTE).getEndpoint().getEndpointUri();
        triggers.remove(ROUTE);
        NormalizedEndpointUri key = NormalizedUri.newNormalizedUri(address, false);
        QuartzEndpoint second = camel.getEndpoint(address, QuartzEndpoint.class);
        camel.getEndpointRegistry().remove(key);
        triggers.add(nightly);
        camel.getEndpointRegistry().put(key, second);

        triggers.remove(ROUTE);
        triggers.add(nightly);

        assertThat(camel.getRouteController().getRouteStatus(ROUTE)).isEqualTo(ServiceStatus.Started);
        assertThat(scheduled()).isEqualTo("0 0 3 * * ?");
    }

    private static Sync every(String cadence) {
        Sync sync = mock(Sync.class);
        when(sync.name()).thenReturn("vip");
        when(sync.enabled()).thenReturn(true);
        when(sync.cadence()).thenReturn(Cadence.of(cadence));
        when(sync.timeZone()).thenReturn(ZoneOffset.UTC);
        when(sync.triggerRouteId()).thenReturn(ROUTE);
        when(sync.quartzCron()).thenReturn(Cadence.of(cadence).quartzCron("vip"));
        return sync;
    }

    private String scheduled() throws Exception {
        return trigger() instanceof CronTrigger cron ? cron.getCronExpression() : "nothing";
    }

    private @Nullable Trigger trigger() throws Exception {
        return camel.getComponent("quartz", QuartzComponent.class)
                .getScheduler()
                .getTrigger(TriggerKey.triggerKey("vip", "cohort-sync"));
    }
}
