package io.cohortsync.amplitude;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortsync.ledger.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
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
        return new ExportQuota(database.client(), Clock.fixed(Instant.parse(instant), ZoneId.of("Pacific/Kiritimati")));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void counts_what_was_sent_per_project_unless_it_was_refused(Kind kind) {
        ExportQuota quota = at(kind.database().empty(), "2026-11-23T06:15:00Z");
        assertThat(quota.used("main")).isZero();
        quota.sent("main", "run-1");
        quota.accepted("run-1");
        quota.sent("main", "run-2");
        quota.sent("main", "run-3");
        quota.refused("run-3");
        quota.sent("other", "run-4");
        assertThat(quota.used("main")).isEqualTo(2);
        assertThat(quota.used("other")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void an_accepted_request_stays_accepted(Kind kind) {
        ExportQuota quota = at(kind.database().empty(), "2026-11-23T06:15:00Z");
        quota.sent("main", "run");
        quota.refused("run");
        quota.sent("main", "run");
        quota.accepted("run");
        quota.refused("run");
        assertThat(quota.used("main")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void starts_anew_with_the_utc_month(Kind kind) {
        TestDatabase database = kind.database().empty();
        ExportQuota before = at(database, "2026-11-30T23:59:59Z");
        ExportQuota after = at(database, "2026-12-01T00:00:00Z");
        before.sent("main", "run-1");
        assertThat(before.month()).isEqualTo(YearMonth.of(2026, 11));
        assertThat(after.month()).isEqualTo(YearMonth.of(2026, 12));
        assertThat(after.used("main")).isZero();
        after.accepted("run-1");
        after.sent("main", "run-2");
        assertThat(before.used("main")).isEqualTo(1);
        assertThat(after.used("main")).isEqualTo(1);
    }
}
