package io.cohortsync.amplitude;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.amplitude.ExportQuota.Reservation;
import io.cohortsync.ledger.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExportQuotaTest {

    enum Kind {
        H2,
        POSTGRES;

        TestDatabase database() {
            return this == H2 ? TestDatabase.h2() : TestDatabase.postgres();
        }
    }

    /** A clock in a zone where it is another day. */
    private static ExportQuota at(TestDatabase database, String instant) {
        return new ExportQuota(
                database.client(),
                database.transaction(),
                Clock.fixed(Instant.parse(instant), ZoneId.of("Pacific/Kiritimati")));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void counts_what_was_sent_per_project_unless_it_was_refused(Kind kind) {
        ExportQuota quota = at(kind.database().empty(), "2026-11-23T06:15:00Z");
        assertThat(quota.used("main")).isZero();
        assertThat(quota.reserve("main", "run-1", 500)).isEqualTo(Reservation.RESERVED);
        quota.accepted("run-1");
        assertThat(quota.reserve("main", "run-2", 500)).isEqualTo(Reservation.RESERVED);
        assertThat(quota.reserve("main", "run-3", 500)).isEqualTo(Reservation.RESERVED);
        quota.refused("run-3");
        assertThat(quota.reserve("other", "run-4", 500)).isEqualTo(Reservation.RESERVED);
        assertThat(quota.used("main")).isEqualTo(2);
        assertThat(quota.used("other")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void an_accepted_request_stays_accepted(Kind kind) {
        ExportQuota quota = at(kind.database().empty(), "2026-11-23T06:15:00Z");
        assertThat(quota.reserve("main", "run", 500)).isEqualTo(Reservation.RESERVED);
        quota.refused("run");
        assertThat(quota.reserve("main", "run", 500)).isEqualTo(Reservation.RESERVED);
        quota.accepted("run");
        quota.refused("run");
        assertThat(quota.used("main")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void each_answer_is_that_of_the_newest_request(Kind kind) {
        ExportQuota quota = at(kind.database().empty(), "2026-11-23T06:15:00Z");
        quota.reserve("main", "run", 500);
        quota.reserve("main", "run", 500);
        assertThat(quota.unanswered("run")).isEqualTo(2);
        quota.accepted("run");
        assertThat(quota.unanswered("run")).isEqualTo(1);
        assertThat(quota.used("main")).as("the lost one may count").isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void gives_no_more_than_allowed(Kind kind) {
        ExportQuota quota = at(kind.database().empty(), "2026-11-23T06:15:00Z");
        assertThat(quota.reserve("main", "run-1", 2)).isEqualTo(Reservation.RESERVED);
        assertThat(quota.reserve("main", "run-2", 2)).isEqualTo(Reservation.RESERVED);
        assertThat(quota.reserve("main", "run-3", 2)).isEqualTo(Reservation.SPENT);
        assertThat(quota.reserve("other", "run-3", 2)).isEqualTo(Reservation.RESERVED);
        assertThat(quota.used("main")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void many_at_once_do_not_overdraw(Kind kind) throws Exception {
        ExportQuota quota = at(kind.database().empty(), "2026-11-23T06:15:00Z");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Reservation>> wishes = IntStream.range(0, 40)
                    .<Callable<Reservation>>mapToObj(n -> () -> quota.reserve("main", "run-" + n, 7))
                    .toList();
            List<Reservation> answers = new ArrayList<>();
            for (Future<Reservation> answer : threads.invokeAll(wishes)) {
                answers.add(answer.get());
            }
            assertThat(answers)
                    .filteredOn(answer -> answer == Reservation.RESERVED)
                    .hasSize(7);
            assertThat(quota.used("main")).isEqualTo(7);
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void takes_sixty_in_ten_minutes_and_no_more(Kind kind) {
        TestDatabase database = kind.database().empty();
        ExportQuota quota = at(database, "2026-11-23T06:15:00Z");
        for (int n = 0; n < 60; n++) {
            assertThat(quota.reserve("main", "run-" + n, 500)).isEqualTo(Reservation.RESERVED);
        }
        assertThat(quota.reserve("main", "run", 500)).isEqualTo(Reservation.TOO_MANY_NOW);
        assertThat(quota.reserve("other", "run", 500)).isEqualTo(Reservation.RESERVED);
        database.jdbc()
                .update(
                        "update export_requests set requested_at = requested_at - interval '11' minute where run_id = 'run-7'");
        assertThat(quota.reserve("main", "run", 500)).isEqualTo(Reservation.RESERVED);
        assertThat(quota.reserve("main", "run", 500)).isEqualTo(Reservation.TOO_MANY_NOW);
    }

    // ---- what Amplitude says ----

    @ParameterizedTest
    @EnumSource(Kind.class)
    void believes_amplitude_and_adds_what_was_sent_since(Kind kind) {
        ExportQuota quota = at(kind.database().empty(), "2026-11-23T06:15:00Z");
        quota.reserve("main", "run-1", 500);
        quota.accepted("run-1");
        ExportQuota.Question question = quota.ask();
        quota.reserve("main", "run-2", 500);
        quota.reported("main", question, new UsageReply(40, 450));
        assertThat(quota.used("main")).as("others export, too").isEqualTo(41);
        assertThat(quota.limit("main", 500)).isEqualTo(450);
        assertThat(quota.limit("main", 400)).isEqualTo(400);
        assertThat(quota.used("other")).isZero();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void learns_that_a_lost_request_did_not_count_but_never_forgets_an_accepted_one(Kind kind) {
        ExportQuota quota = at(kind.database().empty(), "2026-11-23T06:15:00Z");
        quota.reserve("main", "run-1", 500);
        quota.accepted("run-1");
        quota.reserve("main", "run-2", 500);
        quota.reserve("main", "run-3", 500);
        quota.reported("main", quota.ask(), new UsageReply(1, null));
        assertThat(quota.used("main")).isEqualTo(1);
        assertThat(quota.limit("main", 500)).isEqualTo(500);
        quota.reported("main", quota.ask(), new UsageReply(0, null));
        assertThat(quota.used("main")).isEqualTo(1);
    }

    @Test
    void an_answer_of_last_month_says_nothing_of_this_one() {
        TestDatabase database = TestDatabase.h2().empty();
        ExportQuota before = at(database, "2026-11-30T23:59:59Z");
        ExportQuota after = at(database, "2026-12-01T00:00:00Z");
        after.reported("main", before.ask(), new UsageReply(499, 500));
        assertThat(before.used("main")).isEqualTo(499);
        assertThat(after.used("main")).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | {"rest_download":{"limit":500,"usage":12,"resets_at":"x"}} | 12 | 500
            200 | {"rest_download":{"usage":0}}                              | 0  |
            200 | {"limit":500,"count":12}                                   | 12 | 500
            200 | {"limit":0,"count":12}                                     | 12 |
            200 | {"rest_download":{"limit":500}}                            |    |
            200 | {"count":"12"}                                             |    |
            200 | {"count":-1}                                               |    |
            200 | usage: many                                                |    |
            200 | []                                                         |    |
            404 | {"limit":500,"count":12}                                   |    |
            """)
    void reads_the_two_forms_that_were_seen(int status, String body, @Nullable Integer used, @Nullable Integer limit) {
        Optional<UsageReply> reply = UsageReply.read(status, body);
        assertThat(reply.map(UsageReply::used).orElse(null)).isEqualTo(used);
        assertThat(reply.map(UsageReply::limit).orElse(null)).isEqualTo(limit);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void starts_anew_with_the_utc_month(Kind kind) {
        TestDatabase database = kind.database().empty();
        ExportQuota before = at(database, "2026-11-30T23:59:59Z");
        ExportQuota after = at(database, "2026-12-01T00:00:00Z");
        assertThat(before.reserve("main", "run-1", 500)).isEqualTo(Reservation.RESERVED);
        assertThat(before.month()).isEqualTo(YearMonth.of(2026, 11));
        assertThat(after.month()).isEqualTo(YearMonth.of(2026, 12));
        assertThat(after.used("main")).isZero();
        after.accepted("run-1");
        assertThat(after.reserve("main", "run-2", 500)).isEqualTo(Reservation.RESERVED);
        assertThat(before.used("main")).isEqualTo(1);
        assertThat(after.used("main")).isEqualTo(1);
    }
}
