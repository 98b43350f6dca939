package io.cohortsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.demo.Fault;
import io.cohortsync.e2e.History.PlannedFault;
import io.cohortsync.e2e.History.Step;
import io.cohortsync.e2e.History.WhenHeld;
import io.cohortsync.run.RunReport;
import io.cohortsync.run.RunStatus;
import io.cohortsync.run.RunTicket;
import io.cohortsync.run.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.springframework.util.FileSystemUtils;

/** The application between its twins, in which histories are lived, each with people of its own. */
final class HistoryWorld implements AutoCloseable {

    static final int PEOPLE = 30;

    private static final String POST = "pushwoosh.bulk-set-tags";
    private static final String REQUEST = "amplitude.request";

    /** Every fault of the tables that ends within a second or so. */
    static final List<PlannedFault> FAULTS = Stream.of(
                    "amplitude.list too-many-requests|server-error|bad-gateway-html|connection-reset|ok-html|forbidden",
                    "amplitude.request too-many-requests|server-error|connection-reset|connection-reset-after-apply|truncated-json|ok-html|unknown-cohort|forbidden|timeout-after-apply",
                    "amplitude.status retry-after-seconds:0|server-error|bad-gateway-html|connection-reset|reset-mid-body|ok-html|truncated-json|status-in-progress|status-unknown|status-missing|status-200-in-progress|forbidden|timeout-before-apply",
                    "amplitude.file server-error|gateway-timeout-html|connection-reset|file-dead|file-dead:410|redirect-without-location|gzip-cut|gzip-corrupt|length-too-long|unclosed-quote|no-user-id-column|file-html|file-json|file-empty|header-only|rows-cut:10|rows-cut:50|rows-cut:80|byte-order-mark|crlf|leading-tabs",
                    "amplitude.store link-expired|connection-reset|reset-mid-body|server-error|rows-cut:60",
                    "amplitude.usage server-error|ok-html|connection-reset|forbidden",
                    "pushwoosh.bulk-set-tags too-many-requests|retry-after-seconds:0|server-error|bad-gateway-html|unavailable-empty|gateway-timeout-html|timeout-before-apply|timeout-after-apply|connection-reset|connection-reset-after-apply|reset-mid-body|truncated-json|enveloped-500|ok-html|ok-empty|unauthorized|access-denied|status-code-210|invalid-request|http-status:408|job-stuck|job-failed|job-failed:50|job-unknown-word|job-lost|job-lost-after-apply|job-skips",
                    "pushwoosh.job too-many-requests|server-error|ok-html|truncated-json|connection-reset|unauthorized|invalid-request|job-stuck|job-failed|job-failed:50|job-lost|job-lost-after-apply|job-unknown-word")
            .flatMap(HistoryWorld::faults)
            .toList();

    private final Path dataDir;
    private final App app;
    private int histories;
    private Set<String> strangers = Set.of();
    private Set<String> cohort = Set.of();

    private HistoryWorld(Path dataDir, App app) {
        this.dataDir = dataDir;
        this.app = app;
    }

    private static Stream<PlannedFault> faults(String line) {
        String[] parts = line.split(" ");
        return Stream.of(parts[1].split("\\|")).map(fault -> new PlannedFault(parts[0], fault, 0));
    }

    static HistoryWorld start() throws IOException {
        Path dataDir = Files.createTempDirectory("histories-");
        App app = new App(dataDir)
                .setProject("export-timeout", "700ms")
                .setProject("exports-per-month", "1000000")
                .setApp("batch-size", "4")
                .setApp("job-timeout", "300ms")
                .set("cohort-sync.retry.tries", "2")
                .set("cohort-sync.retry.delay-millis", "2")
                .set("cohort-sync.retry.max-delay-millis", "5")
                .set("cohort-sync.retry-parked", "1000")
                .set("cohort-sync.circuit-breaker.pause", "10ms")
                .set("camel.component.http.response-timeout", "200")
                .set("camel.component.http.so-timeout", "200");
        app.amplitude().settings().pollsUntilReady(1).exportsPerMonth(1_000_000, false);
        return new HistoryWorld(dataDir, app.start());
    }

    /** Lives a history and asserts after each step what must always hold. */
    void live(History history) {
        begin();
        Set<String> everWanted = new HashSet<>();
        for (Step step : history.steps()) {
            if (step.computed() || everWanted.isEmpty()) {
                cohort = addresses(step.cohort());
                app.cohort(List.copyOf(cohort));
            }
            everWanted.addAll(cohort);
            Moment before = moment();
            step.faults().forEach(this::set);
            RunReport run = decide(app.run(), reasonable(step));
            clearFaults();
            assertTrue(run, before, everWanted);
        }
        assertConverges();
    }

    private void begin() {
        histories++;
        clearFaults();
        app.jdbc().update("delete from unconfirmed_joins");
        app.jdbc().update("delete from cohort_members");
        app.jdbc().update("delete from rejections");
        app.jdbc().update("delete from sync_runs");
        app.jdbc().update("delete from export_requests");
        app.jdbc().update("delete from quota_months");
        app.jdbc()
                .update(
                        "update syncs set present = 0, pending = 0, parked = 0, version = version + 1, last_computed = null, last_size = null");
        strangers = new TreeSet<>(List.of(address(0), address(1), address(PEOPLE + 1)));
        strangers.forEach(stranger -> app.pushwoosh().seed(stranger, App.TAG, "vip"));
    }

    private String address(int person) {
        return "person" + person + ".of" + histories + "@example.com";
    }

    private Set<String> addresses(Set<Integer> people) {
        return people.stream().map(this::address).collect(Collectors.toCollection(TreeSet::new));
    }

    private void set(PlannedFault planned) {
        var faults = planned.endpoint().startsWith("pushwoosh")
                ? app.pushwoosh().faults()
                : app.amplitude().faults();
        Fault fault = Fault.parse(planned.fault());
        if (planned.times() == 0) {
            faults.always(planned.endpoint(), fault);
        } else {
            faults.next(planned.endpoint(), fault, planned.times());
        }
    }

    private void clearFaults() {
        app.amplitude().faults().clear();
        app.pushwoosh().faults().clear();
    }

    /** Nobody approves a plan whose reason says that half the cohort is missing from the file. */
    private static WhenHeld reasonable(Step step) {
        boolean shrunken = step.faults().stream()
                .anyMatch(fault ->
                        fault.fault().startsWith("rows-cut") || fault.fault().equals("header-only"));
        return shrunken && step.whenHeld() == WhenHeld.APPROVE ? WhenHeld.DISCARD : step.whenHeld();
    }

    private RunReport decide(RunReport run, WhenHeld whenHeld) {
        if (run.status() != RunStatus.HELD || whenHeld == WhenHeld.LEAVE) {
            return run;
        }
        Runs runs = app.bean(Runs.class);
        if (whenHeld == WhenHeld.DISCARD) {
            assertThat(runs.discard(run.id())).isTrue();
            return run;
        }
        return approve(runs, run);
    }

    private RunReport approve(Runs runs, RunReport run) {
        RunTicket ticket = runs.approve(run.id());
        assertThat(ticket.opened()).as(ticket.refusal()).isTrue();
        app.bean(ProducerTemplate.class).sendBody("direct:cohort-resume", ticket);
        return app.awaitEnd(run.id());
    }

    /** What the services and the ledger hold before a step. */
    private record Moment(Set<String> audience, long posts, long requests) {}

    private Moment moment() {
        return new Moment(audience(), posts(), exportRequests());
    }

    private long posts() {
        return app.pushwoosh().calls().getOrDefault(POST, 0L);
    }

    private long exportRequests() {
        return app.amplitude().calls().getOrDefault(REQUEST, 0L);
    }

    private Set<String> audience() {
        return app.audience().stream()
                .filter(address -> address.endsWith(".of" + histories + "@example.com"))
                .collect(Collectors.toSet());
    }

    private void assertTrue(RunReport run, Moment before, Set<String> everWanted) {
        Set<String> after = audience();
        String what = run.status().word() + ": " + run.reason();
        assertThat(after)
                .as("nobody is tagged whom no export has shown, %s", what)
                .isSubsetOf(union(before.audience(), everWanted));
        Set<String> stayed = new TreeSet<>(before.audience());
        stayed.retainAll(cohort);
        assertThat(after)
                .as("nobody is untagged who is in the cohort, %s", what)
                .containsAll(stayed);
        assertThat(app.pushwoosh().audience(App.TAG, "vip"))
                .as("other values of the tag")
                .containsAll(strangers);
        assertLedger(after, what);
        assertReport(run, before, after, what);
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> both = new TreeSet<>(one);
        both.addAll(other);
        return both;
    }

    /** Whoever the ledger calls present is tagged; whoever is tagged stands in the ledger. */
    private void assertLedger(Set<String> audience, String what) {
        assertThat(audience)
                .as("present in the ledger, %s", what)
                .containsAll(app.jdbc()
                        .queryForList("select address from memberships where state = 'present'", String.class));
        assertThat(app.jdbc().queryForList("select address from memberships", String.class))
                .as("tagged, %s", what)
                .containsAll(audience);
    }

    private void assertReport(RunReport run, Moment before, Set<String> audience, String what) {
        var counts = run.counts();
        assertThat(counts.read()).as(what).isEqualTo(counts.valid() + counts.rejected() + counts.duplicates());
        assertThat(run.finishedAt()).isNotNull();
        switch (run.status()) {
            case SUCCEEDED -> {
                assertThat(audience).as("succeeded").containsExactlyInAnyOrderElementsOf(cohort);
                assertThat(counts.pending() + counts.parked()).isZero();
            }
            case PARTIAL ->
                assertThat(counts.pending() + counts.parked()).as(what).isPositive();
            case HELD -> {
                assertThat(posts()).as("held").isEqualTo(before.posts());
                assertThat(run.reason()).isNotBlank();
            }
            case FAILED, SKIPPED -> assertThat(run.reason()).isNotBlank();
            case RUNNING -> throw new AssertionError("has not ended");
        }
        assertThat(run.exportRequests()).as("requests, %s", what).isEqualTo((int)
                (exportRequests() - before.requests()));
        assertThat(run.batches()).as("batches, %s", what).isLessThanOrEqualTo((int) (posts() - before.posts()));
    }

    /** A guard may hold the first of the two runs: somebody approves, as everything is well. */
    private void assertConverges() {
        decide(app.forceRun(), WhenHeld.APPROVE);
        RunReport second = decide(app.run(), WhenHeld.APPROVE);
        assertThat(second.status()).as(second.reason()).isIn(RunStatus.SUCCEEDED, RunStatus.SKIPPED);
        assertThat(audience()).as("converged").containsExactlyInAnyOrderElementsOf(cohort);
        assertLedger(audience(), "converged");
    }

    @Override
    public void close() throws IOException {
        app.close();
        FileSystemUtils.deleteRecursively(dataDir);
    }
}
