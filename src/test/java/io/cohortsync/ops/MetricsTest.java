package io.cohortsync.ops;

import static io.cohortsync.e2e.App.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.demo.Endpoints;
import io.cohortsync.demo.FaultKind;
import io.cohortsync.e2e.App;
import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunStatus;
import io.cohortsync.run.RunTicket;
import io.cohortsync.run.Runs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the metrics of the contract count, read as Prometheus reads them. */
class MetricsTest {

    @TempDir
    Path dataDir;

    @Test
    void every_series_is_there_before_the_first_run() throws Exception {
        try (App app = new App(dataDir).serve()) {
            Scrape scrape = Scrape.of(app.url());

            assertThat(expected())
                    .allSatisfy(name -> assertThat(scrape.get(name)).as(name).isZero());
            assertThat(scrape.get("cohortsync_export_quota_remaining{project=\"main\"}"))
                    .isEqualTo(500);
            assertThat(scrape.get("cohortsync_freshness{sync=\"power-users\"}")).isNaN();
        }
    }

    private static List<String> expected() {
        List<String> names = new ArrayList<>();
        for (String status : List.of("succeeded", "partial", "held", "failed", "skipped")) {
            names.add("cohortsync_runs_total{status=\"" + status + "\",sync=\"power-users\"}");
        }
        for (String state : List.of("present", "pending", "parked")) {
            names.add("cohortsync_members{state=\"" + state + "\",sync=\"power-users\"}");
        }
        for (String kind : List.of("join", "leave", "change")) {
            for (String result : List.of("confirmed", "retried", "parked")) {
                names.add("cohortsync_changes_total{kind=\"" + kind + "\",result=\"" + result
                        + "\",sync=\"power-users\"}");
            }
        }
        for (String reason : List.of("empty", "syntax", "too-long", "no-domain")) {
            names.add("cohortsync_rejections_total{reason=\"" + reason + "\",sync=\"power-users\"}");
        }
        names.add("cohortsync_run_duration_seconds_count{sync=\"power-users\"}");
        names.add("cohortsync_export_requests_total{project=\"main\"}");
        return names;
    }

    @Test
    void a_run_is_counted_with_what_it_did() throws Exception {
        try (App app = new App(dataDir)
                .cohort(List.of("ann@example.com", "bob@example.com", "no address"))
                .serve()) {
            app.pushwoosh().faults().next(Endpoints.PUSHWOOSH_BULK_SET_TAGS, FaultKind.UNAVAILABLE_EMPTY);
            assertThat(app.run().status()).isEqualTo(RunStatus.SUCCEEDED);

            Scrape scrape = Scrape.of(app.url());
            assertThat(scrape.get("cohortsync_runs_total{status=\"succeeded\",sync=\"power-users\"}"))
                    .isOne();
            assertThat(scrape.get("cohortsync_run_duration_seconds_count{sync=\"power-users\"}"))
                    .isOne();
            assertThat(scrape.get("cohortsync_members{state=\"present\",sync=\"power-users\"}"))
                    .isEqualTo(2);
            assertThat(change(scrape, "join", "confirmed")).isEqualTo(2);
            assertThat(change(scrape, "join", "retried")).isEqualTo(2);
            assertThat(scrape.get("cohortsync_rejections_total{reason=\"syntax\",sync=\"power-users\"}"))
                    .isOne();
            assertThat(scrape.get("cohortsync_export_requests_total{project=\"main\"}"))
                    .isOne();
            assertThat(scrape.get("cohortsync_export_quota_remaining{project=\"main\"}"))
                    .isEqualTo(499);
            assertThat(scrape.get("cohortsync_freshness{sync=\"power-users\"}")).isBetween(0.0, 30.0);
        }
    }

    @Test
    void an_approved_run_is_counted_once_but_for_its_two_ends() throws Exception {
        List<String> many = IntStream.range(0, 20)
                .mapToObj(i -> "member" + i + "@example.com")
                .toList();
        try (App app = new App(dataDir).cohort(many).serve()) {
            app.run();
            List<String> few = new ArrayList<>(many.subList(0, 5));
            few.add("no address");
            RunReport held = app.cohort(few).run();
            assertThat(held.status()).isEqualTo(RunStatus.HELD);
            RunTicket approved = app.bean(Runs.class).approve(held.id());
            app.bean(ProducerTemplate.class).sendBody("direct:cohort-resume", approved);
            assertThat(app.awaitEnd(held.id()).status()).isEqualTo(RunStatus.SUCCEEDED);

            Scrape scrape = Scrape.of(app.url());
            assertThat(scrape.get("cohortsync_runs_total{status=\"held\",sync=\"power-users\"}"))
                    .isOne();
            assertThat(scrape.get("cohortsync_runs_total{status=\"succeeded\",sync=\"power-users\"}"))
                    .isEqualTo(2);
            assertThat(scrape.get("cohortsync_run_duration_seconds_count{sync=\"power-users\"}"))
                    .isEqualTo(2);
            assertThat(scrape.get("cohortsync_rejections_total{reason=\"syntax\",sync=\"power-users\"}"))
                    .isOne();
            assertThat(scrape.get("cohortsync_export_requests_total{project=\"main\"}"))
                    .isEqualTo(2);
            assertThat(change(scrape, "leave", "confirmed")).isEqualTo(15);
        }
    }

    private static Double change(Scrape scrape, String kind, String result) {
        return scrape.get(
                "cohortsync_changes_total{kind=\"" + kind + "\",result=\"" + result + "\",sync=\"" + SYNC + "\"}");
    }
}
