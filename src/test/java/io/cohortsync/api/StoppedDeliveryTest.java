package io.cohortsync.api;

import static io.cohortsync.api.ApiFixture.SOON;
import static io.cohortsync.api.ApiFixture.all;
import static io.cohortsync.api.ApiFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortsync.api.ApiFixture.JsonBody;
import io.cohortsync.demo.Endpoints;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An operator stops {@code change-deliver} while a run delivers, and starts it again. */
class StoppedDeliveryTest {

    private static final int MEMBERS = 2000;
    private static final int POLLS = 10;

    private static final MBeanServer JMX_SERVER = ManagementFactory.getPlatformMBeanServer();

    private ApiFixture api;

    enum Way {
        JMX {
            @Override
            void exec(ApiFixture api, String operation) {
                try {
                    JMX_SERVER.invoke(route(), operation, null, null);
                } catch (JMException e) {
                    throw new IllegalStateException(e);
                }
            }
        },
        JOLOKIA {
            @Override
            void exec(ApiFixture api, String operation) {
                String request = "{\"type\":\"exec\",\"mbean\":\"%s\",\"operation\":\"%s()\"}"
                        .formatted(route().toString().replace("\"", "\\\""), operation);
                JsonNode answer =
                        api.post("/actuator/jolokia", new JsonBody(request)).json();
                assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(200);
            }
        };

        abstract void exec(ApiFixture api, String operation);
    }

    private void start(String... settings) {
        api = ApiFixture.start(all(
                sync("one"),
                new String[] {
                    "cohort-sync.pushwoosh.apps.main.batch-size=250", "cohort-sync.pushwoosh.apps.main.max-in-flight=1"
                },
                settings));
        api.cohort("one", IntStream.range(0, MEMBERS).mapToObj(i -> "m" + i).toArray(String[]::new));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @EnumSource
    void the_run_goes_on_and_nothing_is_lost(Way way) throws Exception {
        start();
        String run = deliver(POLLS);

        way.exec(api, "stop");

        assertStill(run);
        assertThat(api.pushwoosh().devicesSent()).isLessThan(MEMBERS);
        way.exec(api, "start");
        assertComplete(run);
    }

    /** Camel waits only so long for what is under way and then stops the route nevertheless. */
    @Test
    void a_batch_that_takes_longer_than_the_stop_is_not_lost() throws Exception {
        start("camel.main.shutdown-timeout=1");
        String run = deliver(Integer.MAX_VALUE);

        Way.JMX.exec(api, "stop");

        assertThat(api.audience("one")).isEmpty();
        api.pushwoosh().settings().jobPolls(0);
        api.pushwoosh().finishJobs();
        assertStill(run);
        Way.JMX.exec(api, "start");
        assertComplete(run);
    }

    /** Starts a run whose jobs take this many polls, and lets it come to its first batch. */
    private String deliver(int polls) {
        api.pushwoosh().settings().jobPolls(polls);
        String run = api.start("one", "");
        await().atMost(SOON)
                .until(() -> !api.pushwoosh()
                        .requests(Endpoints.PUSHWOOSH_BULK_SET_TAGS)
                        .isEmpty());
        return run;
    }

    /** What was on its way has been sent; the rest waits, and the run with it. */
    private void assertStill(String run) throws JMException {
        assertThat(state()).isEqualTo("Stopped");
        await().atMost(SOON)
                .until(() -> api.audience("one").size() == api.pushwoosh().devicesSent());
        long sent = api.pushwoosh().devicesSent();
        await().during(Duration.ofSeconds(1)).atMost(SOON).untilAsserted(() -> {
            assertThat(api.pushwoosh().devicesSent()).isEqualTo(sent);
            assertThat(api.get("/api/runs/" + run).text("status")).isEqualTo("running");
        });
    }

    private void assertComplete(String run) {
        JsonNode report = api.ended(run);
        assertThat(report.path("status").asText()).isEqualTo("succeeded");
        assertThat(report.path("counts").path("delivered").asInt()).isEqualTo(MEMBERS);
        assertThat(api.audience("one")).hasSize(MEMBERS);
    }

    private static String state() throws JMException {
        return (String) JMX_SERVER.getAttribute(route(), "State");
    }

    /** Camel gives its context another name while one of the same name is in this process. */
    private static ObjectName route() {
        try {
            Set<ObjectName> found = JMX_SERVER.queryNames(
                    new ObjectName("org.apache.camel:type=routes,name=\"change-deliver\",*"), null);
            assertThat(found).hasSize(1);
            return found.iterator().next();
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }
}
