package io.cohortsync.api;

import static io.cohortsync.api.ApiFixture.SOON;
import static io.cohortsync.api.ApiFixture.all;
import static io.cohortsync.api.ApiFixture.canaries;
import static io.cohortsync.api.ApiFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As a JMX console sees it: over a connection, by names alone. */
class SyncMBeansTest {

    private static final String EVERY_SECOND = "cadence=* * * * * ?";
    private static final String[] SETTINGS = all(
            sync("ticking", EVERY_SECOND, "skip-unchanged=false"),
            sync("manual"),
            sync("off", "enabled=false", "cadence=daily"),
            new String[] {"cohort-sync.amplitude.projects.main.exports-per-month=100000"});

    private ApiFixture api;
    private JMXConnectorServer server;
    private JMXConnector connector;
    private MBeanServerConnection jmx;

    @BeforeEach
    void start() throws Exception {
        api = ApiFixture.start(SETTINGS);
        MBeanServer platform = ManagementFactory.getPlatformMBeanServer();
        server = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("rmi", "localhost", 0), null, platform);
        server.start();
        connector = JMXConnectorFactory.connect(server.getAddress());
        jmx = connector.getMBeanServerConnection();
    }

    @AfterEach
    void stop() throws Exception {
        connector.close();
        server.stop();
        api.close();
    }

    @Test
    void shows_the_attributes_and_operations_of_the_contract() throws Exception {
        var info = jmx.getMBeanInfo(name("manual"));

        assertThat(names(info.getAttributes()))
                .containsExactlyInAnyOrder(
                        "State", "NextFireAt", "Present", "Pending", "Parked", "LastRunStatus", "LastRunAt");
        assertThat(names(info.getOperations())).containsExactlyInAnyOrder("run", "dryRun", "pause", "resume");
        assertThat(jmx.queryNames(new ObjectName("cohort-sync:*"), null))
                .containsExactlyInAnyOrder(name("ticking"), name("manual"), name("off"));
    }

    @Test
    void knows_nothing_of_a_run_before_the_first() throws Exception {
        assertThat(attribute("manual", "State")).isEqualTo("idle");
        assertThat(attribute("manual", "NextFireAt")).isNull();
        assertThat(attribute("manual", "LastRunStatus")).isNull();
        assertThat(attribute("manual", "LastRunAt")).isNull();
        assertThat(attribute("manual", "Present")).isEqualTo(0L);
        assertThat(attribute("off", "State")).isEqualTo("stopped");
    }

    @Test
    void starts_a_run() throws Exception {
        api.cohort("manual", "ann", "bob");

        String dryRun = (String) invoke("manual", "dryRun");
        api.ended(dryRun);
        assertThat(api.audience("manual")).isEmpty();
        String run = (String) invoke("manual", "run");
        api.ended(run);

        assertThat(api.get("/api/runs/" + dryRun).json().path("dryRun").asBoolean())
                .isTrue();
        assertThat(api.audience("manual")).isEqualTo(canaries("ann", "bob"));
        assertThat(attribute("manual", "Present")).isEqualTo(2L);
        assertThat(attribute("manual", "Pending")).isEqualTo(0L);
        assertThat(attribute("manual", "Parked")).isEqualTo(0L);
        assertThat(attribute("manual", "LastRunStatus")).isEqualTo("succeeded");
        assertThat(Instant.parse((String) attribute("manual", "LastRunAt")))
                .isEqualTo(Instant.parse(api.get("/api/runs/" + run).text("finishedAt")));
    }

    @Test
    void says_why_it_starts_no_run() throws Exception {
        api.cohort("manual", "ann");
        api.keepWaiting();
        String running = (String) invoke("manual", "run");

        assertThatThrownBy(() -> invoke("manual", "run"))
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("a run of sync manual is under way");
        assertThatThrownBy(() -> invoke("off", "dryRun")).hasRootCauseMessage("sync off is disabled");
        api.goOn();
        api.ended(running);
    }

    @Test
    void pauses_a_cadence_over_restarts_and_resumes_it() throws Exception {
        api.cohort("ticking", "ann");
        awaitRunsAfter(runs());

        invoke("ticking", "pause");
        assertStill();
        api.restart(SETTINGS);
        assertThat(attribute("ticking", "State")).isEqualTo("stopped");
        assertThat(attribute("ticking", "NextFireAt")).isNull();
        assertThat(api.get("/api/syncs/ticking").text("state")).isEqualTo("stopped");
        assertStill();

        invoke("ticking", "resume");
        awaitRunsAfter(runs());
        assertThat(attribute("ticking", "NextFireAt")).isNotNull();
        api.restart(SETTINGS);
        awaitRunsAfter(runs());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "suspend"})
    void obeys_camels_own_mbean_of_the_route_over_restarts(String operation) throws Exception {
        api.cohort("ticking", "ann");
        awaitRunsAfter(runs());

        jmx.invoke(route("ticking"), operation, null, null);
        assertStill();
        assertThat(attribute("ticking", "State")).isEqualTo("stopped");
        assertThat(attribute("ticking", "NextFireAt")).isNull();
        String on = operation.equals("stop") ? "start" : "resume";
        jmx.invoke(route("ticking"), on, null, null);
        awaitRunsAfter(runs());
        assertThat(attribute("ticking", "NextFireAt")).isNotNull();

        jmx.invoke(route("ticking"), operation, null, null);
        api.restart(SETTINGS);
        assertStill(); // a run that the restart had interrupted is taken up first
        assertThat(attribute("ticking", "State")).isEqualTo("stopped");
        jmx.invoke(route("ticking"), "start", null, null);
        api.restart(SETTINGS);
        awaitRunsAfter(runs());
    }

    @Test
    void resumes_what_camels_own_mbean_has_suspended() throws Exception {
        api.cohort("ticking", "ann");
        jmx.invoke(route("ticking"), "suspend", null, null);
        assertThat(attribute("ticking", "State")).isIn("stopped", "running");

        invoke("ticking", "resume");

        awaitRunsAfter(runs());
    }

    @Test
    void does_not_pretend_to_pause_what_has_no_cadence() {
        assertThatThrownBy(() -> invoke("manual", "pause"))
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("sync manual has no cadence that could be paused: it is manual");
        assertThatThrownBy(() -> invoke("off", "resume"))
                .hasRootCauseMessage("sync off has no cadence that could be paused: it is disabled");
    }

    @Test
    void leaves_nothing_behind_when_the_application_ends() throws Exception {
        api.close();

        assertThat(jmx.queryNames(new ObjectName("cohort-sync:*"), null)).isEmpty();
        api = ApiFixture.start(SETTINGS);
    }

    /** Waits until the run under way has ended, then sees three seconds pass without another one. */
    private void assertStill() throws Exception {
        await().atMost(SOON)
                .until(() -> api.get("/api/runs?status=running").json().isEmpty());
        int before = runs();
        await().pollDelay(Duration.ofSeconds(3))
                .atMost(SOON)
                .untilAsserted(() -> assertThat(runs()).isEqualTo(before));
    }

    private void awaitRunsAfter(int before) {
        await().atMost(SOON).until(() -> runs() > before);
    }

    private int runs() {
        return api.get("/api/runs?sync=ticking&limit=1000").json().size();
    }

    private Object attribute(String sync, String attribute) throws Exception {
        return jmx.getAttribute(name(sync), attribute);
    }

    private Object invoke(String sync, String operation) throws Exception {
        return jmx.invoke(name(sync), operation, null, null);
    }

    private static ObjectName name(String sync) throws Exception {
        return new ObjectName("cohort-sync:type=Sync,name=" + sync);
    }

    private ObjectName route(String sync) throws Exception {
        Set<ObjectName> found = jmx.queryNames(
                new ObjectName("org.apache.camel:type=routes,name=\"cohort-trigger-" + sync + "\",*"), null);
        assertThat(found).hasSize(1);
        return found.iterator().next();
    }

    private static Set<String> names(MBeanFeatureInfo[] features) {
        return Arrays.stream(features).map(MBeanFeatureInfo::getName).collect(Collectors.toSet());
    }
}
