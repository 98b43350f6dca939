package io.cohortsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortsync.demo.AmplitudeSettings.Delivery;
import io.cohortsync.demo.ExportContent;
import io.cohortsync.demo.RecordedRequest;
import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunStatus;
import io.cohortsync.run.Stage;
import io.cohortsync.run.Trigger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two days of one real-shaped cohort, end to end. */
class MainJobTest {

    @TempDir
    Path dataDir;

    @Test
    void keeps_the_audience_equal_to_the_cohort_over_two_days() throws IOException {
        JsonNode expected;
        try (InputStream file = getClass().getResourceAsStream("/power-users/expected.json")) {
            expected = new ObjectMapper().readTree(file);
        }
        try (App app = new App(dataDir).cohort(day(1), 26_998).start()) {
            RunReport day1 = app.run();
            assertThat(day1.status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(day1.trigger()).isEqualTo(Trigger.MANUAL);
            assertThat(day1.stage()).isEqualTo(Stage.DONE);
            assertThat(day1.progress()).isEqualTo(1.0);
            assertThat(day1.counts().read())
                    .isEqualTo(expected.get(0).get("read").asLong());
            assertThat(day1.counts().joined())
                    .isEqualTo(expected.get(0).get("joined").asLong());
            assertThat(day1.counts().delivered()).isEqualTo(25_000);
            assertThat(day1.counts().read())
                    .isEqualTo(day1.counts().valid()
                            + day1.counts().rejected()
                            + day1.counts().duplicates());
            assertThat(day1.exportRequests()).isEqualTo(1);
            assertThat(day1.batches()).isEqualTo(25);
            assertThat(app.audience()).isEqualTo(members(1)).hasSize(25_000);

            app.cohort(day(2), 27_253);
            long sentBefore = app.pushwoosh().devicesSent();
            RunReport day2 = app.run();
            assertThat(day2.status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(day2.counts().read())
                    .isEqualTo(expected.get(1).get("read").asLong());
            assertThat(day2.counts().joined())
                    .isEqualTo(expected.get(1).get("joined").asLong());
            assertThat(day2.counts().left())
                    .isEqualTo(expected.get(1).get("left").asLong());
            assertThat(day2.counts().unchanged())
                    .isEqualTo(expected.get(1).get("unchanged").asLong());
            assertThat(app.pushwoosh().devicesSent() - sentBefore).isEqualTo(1_550);
            assertThat(app.audience()).isEqualTo(members(2)).hasSize(25_270);

            long sentOnDay2 = app.pushwoosh().devicesSent();
            assertThat(app.run().status()).isEqualTo(RunStatus.SKIPPED);
            RunReport forced = app.forceRun();
            assertThat(forced.status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(forced.counts().unchanged()).isEqualTo(25_270);
            assertThat(app.pushwoosh().devicesSent()).isEqualTo(sentOnDay2);
        }
    }

    @Test
    void keeps_the_keys_from_the_store() {
        try (App app = new App(dataDir).cohort(List.of("ann@example.com")).start()) {
            app.run();
            assertThat(app.amplitude().requests("amplitude.store"))
                    .isNotEmpty()
                    .allMatch(request -> request.header("authorization") == null);
            assertThat(app.amplitude().requests("amplitude.request"))
                    .hasSize(1)
                    .allMatch(request -> request.header("authorization") != null);
            assertThat(app.pushwoosh().requests())
                    .map(RecordedRequest::headers)
                    .allSatisfy(headers -> assertThat(headers.toString()).doesNotContain("Basic"));
        }
    }

    @Test
    void takes_the_file_inline_too() {
        for (Delivery delivery : Delivery.values()) {
            Path dir = dataDir.resolve(delivery.name());
            try (App app = new App(dir)
                    .cohort(List.of("ann@example.com", "bob@example.org"))
                    .start()) {
                app.amplitude().settings().delivery(delivery);
                assertThat(app.run().status()).as(delivery.name()).isEqualTo(RunStatus.SUCCEEDED);
                assertThat(app.audience()).containsExactlyInAnyOrder("ann@example.com", "bob@example.org");
            }
        }
    }

    @Test
    void leaves_other_values_of_the_tag_alone() {
        try (App app = new App(dataDir)
                .cohort(List.of("ann@example.com", "bob@example.org", "cy@example.net"))
                .start()) {
            app.pushwoosh().seed("ann@example.com", App.TAG, "vip");
            app.run();
            app.cohort(List.of("bob@example.org", "cy@example.net")).run();
            assertThat(app.audience()).containsExactlyInAnyOrder("bob@example.org", "cy@example.net");
            assertThat(app.pushwoosh().audience(App.TAG, "vip")).containsExactly("ann@example.com");
        }
    }

    @Test
    void sends_mapped_properties_and_their_changes() {
        try (App app = new App(dataDir).setSync("tags.plan", "Plan").cohort(plans("gold", "gold"), 2)) {
            app.pushwoosh().defineTag("Plan", io.cohortsync.demo.TagType.STRING);
            app.start().run();
            assertThat(app.pushwoosh().tagsOf("ann@example.com")).containsEntry("Plan", "gold");

            RunReport changed = app.cohort(plans("silver", "gold"), 2).run();
            assertThat(changed.counts().changed()).isEqualTo(1);
            assertThat(changed.counts().unchanged()).isEqualTo(1);
            assertThat(changed.counts().delivered()).isEqualTo(1);
            assertThat(app.pushwoosh().tagsOf("ann@example.com")).containsEntry("Plan", "silver");
            assertThat(app.amplitude().requests("amplitude.request"))
                    .allMatch(request -> "props=1&propKeys=plan".equals(request.query()));
        }
    }

    private static ExportContent plans(String ann, String bob) {
        return ExportContent.csv("\"amplitude_id\",\"user_id\",\"plan\"\n" + "\"1\",\"ann@example.com\",\"" + ann
                + "\"\n\"2\",\"bob@example.org\",\"" + bob + "\"\n");
    }

    @Test
    void shows_a_plan_without_doing_anything_in_a_dry_run() {
        try (App app = new App(dataDir).cohort(List.of("ann@example.com")).start()) {
            RunReport dry = app.dryRun();
            assertThat(dry.status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(dry.dryRun()).isTrue();
            assertThat(dry.counts().joined()).isEqualTo(1);
            assertThat(dry.counts().delivered()).isZero();
            assertThat(app.pushwoosh().devicesSent()).isZero();
            assertThat(app.run().counts().joined()).isEqualTo(1);
        }
    }

    @Test
    void tags_the_email_device_alone_where_that_is_wanted() {
        try (App app = new App(dataDir)
                .setSync("match", "email")
                .cohort(List.of("ann@example.com"))
                .start()) {
            app.pushwoosh().recordBodies(true);
            assertThat(app.run().status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(app.pushwoosh().requests("pushwoosh.bulk-set-tags"))
                    .singleElement()
                    .satisfies(request -> assertThat(request.body())
                            .contains("\"hwid\":\"ann@example.com\"", "\"list_operator\":\"append\"")
                            .contains("\"create_missing_tags\":false")
                            .doesNotContain("user_id"));
        }
    }

    @Test
    void refuses_a_new_target_for_an_old_ledger() {
        try (App app = new App(dataDir).cohort(List.of("ann@example.com")).start()) {
            app.run();
            app.stop().setSync("tag-value", "other").start();
            RunReport run = app.run();
            assertThat(run.status()).isEqualTo(RunStatus.FAILED);
            assertThat(run.reason()).contains("value other", "value power-users", "a new name");
            assertThat(app.pushwoosh().devicesSent()).isEqualTo(1);
        }
    }

    @Test
    void registers_the_joining_addresses_where_that_is_wanted() {
        try (App app = new App(dataDir)
                .setSync("match", "email")
                .setSync("register", "true")
                .setSync("guard.max-leavers-ratio", "1")
                .cohort(List.of("ann@example.com", "bob@example.org"))
                .start()) {
            assertThat(app.run().status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(app.pushwoosh().requests("pushwoosh.bulk-register")).hasSize(1);
            assertThat(app.cohort(List.of("bob@example.org", "cy@example.net"))
                            .run()
                            .status())
                    .isEqualTo(RunStatus.SUCCEEDED);
            assertThat(app.audience()).containsExactlyInAnyOrder("bob@example.org", "cy@example.net");
            assertThat(app.pushwoosh().requests("pushwoosh.bulk-set-tags"))
                    .as("the leave")
                    .hasSize(1);
        }
    }

    @Test
    void works_on_postgresql_by_its_url_alone() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                App app = new App(dataDir)
                        .set("spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres"))
                        .cohort(day(1), 26_998)
                        .start()) {
            assertThat(app.run().counts().delivered()).isEqualTo(25_000);
            RunReport day2 = app.cohort(day(2), 27_253).run();
            assertThat(day2.status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(day2.counts().delivered()).isEqualTo(1_550);
            assertThat(app.audience()).isEqualTo(members(2));
        }
    }

    private static ExportContent day(int day) {
        return ExportContent.resource("/demo/power-users.day" + day + ".csv.gz");
    }

    /** The members by a rule of its own, independent of the product's: good enough for these two files. */
    private static Set<String> members(int day) throws IOException {
        Pattern address = Pattern.compile("[a-z0-9+_'-]+(\\.[a-z0-9+_'-]+)*@"
                + "[\\p{L}0-9]([\\p{L}0-9-]*[\\p{L}0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(MainJobTest.class.getResourceAsStream("/demo/power-users.day" + day + ".csv.gz")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(line -> line.substring(line.indexOf(',') + 2, line.length() - 1)
                            .strip())
                    .filter(id -> address.matcher(id).matches())
                    .filter(id -> id.indexOf('@') <= 64 && id.length() <= 254)
                    .filter(id -> !id.matches(".*\\.\\d+"))
                    .collect(Collectors.toSet());
        }
    }
}
