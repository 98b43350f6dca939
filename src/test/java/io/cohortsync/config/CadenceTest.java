package io.cohortsync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CadenceTest {
    private static final Instant NOW = Instant.parse("2026-11-23T06:15:00Z");

    @ParameterizedTest
    @CsvSource({"one-time,ONE_TIME", "hourly,HOURLY", "Daily,DAILY", " manual ,MANUAL", "0 15 6 * * ?,CRON"})
    void reads_words_and_crons(String text, Cadence.Kind kind) {
        assertThat(Cadence.of(text).kind()).isEqualTo(kind);
    }

    @Test
    void tells_the_reason_quartz_gives() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cadence.of("0 15 25 * * ?"))
                .withMessageContaining("Hour values must be between 0 and 23");
    }

    @ParameterizedTest
    @CsvSource({
        "0 15 6 * * ?,2026-11,30",
        "0 15 6 * * ?,2026-02,28",
        "0 0 */6 * * ?,2026-11,120",
        "hourly,2026-11,720",
        "daily,2026-12,31",
        "one-time,2026-11,0",
        "manual,2026-11,0"
    })
    void counts_the_fires_of_a_month(String text, String month, int fires) {
        assertThat(Cadence.of(text).firesInMonth("power-users", YearMonth.parse(month), ZoneOffset.UTC))
                .isEqualTo(fires);
    }

    @Test
    void counting_has_an_end() {
        assertThat(Cadence.of("* * * * * ?").firesInMonth("x", YearMonth.of(2026, 11), ZoneOffset.UTC))
                .isEqualTo(Cadence.MOST_FIRES);
    }

    @Test
    void the_month_is_utc_and_the_cron_is_in_the_zone_of_the_sync() {
        Cadence firstOfMonth = Cadence.of("0 30 0 1 * ?");
        Cadence first = Cadence.of("0 30 0 1 12 ?");

        assertThat(firstOfMonth.firesInMonth("x", YearMonth.of(2026, 11), ZoneId.of("Europe/Berlin")))
                .isEqualTo(1);
        assertThat(first.firesInMonth("x", YearMonth.of(2026, 11), ZoneId.of("Europe/Berlin")))
                .isEqualTo(1);
        assertThat(first.firesInMonth("x", YearMonth.of(2026, 12), ZoneOffset.UTC))
                .isEqualTo(1);
    }

    @Test
    void the_start_is_left_out_and_the_end_counts() {
        Cadence cadence = Cadence.of("0 15 6 * * ?");

        assertThat(cadence.firesBetween("x", NOW, NOW.plusSeconds(86_400), ZoneOffset.UTC))
                .isEqualTo(1);
        assertThat(cadence.firesBetween("x", NOW.minusSeconds(1), NOW, ZoneOffset.UTC))
                .isEqualTo(1);
    }

    @Test
    void the_next_fire_is_in_the_zone_of_the_sync() {
        assertThat(Cadence.of("0 15 6 * * ?").nextFireAfter("x", NOW, ZoneId.of("Europe/Berlin")))
                .contains(Instant.parse("2026-11-24T05:15:00Z"));
        assertThat(Cadence.of("manual").nextFireAfter("x", NOW, ZoneOffset.UTC)).isEmpty();
    }

    @Test
    void many_syncs_do_not_fire_together() {
        Set<String> crons = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            crons.add(Cadence.of("hourly").quartzCron("sync-" + i).orElseThrow());
        }

        assertThat(crons).hasSizeGreaterThan(90);
    }

    @Test
    void a_name_always_gets_the_same_second() {
        assertThat(Cadence.of("hourly").quartzCron("power-users")).contains("39 26 * * * ?");
        assertThat(Cadence.of("daily").quartzCron("power-users")).contains("39 26 6 * * ?");
    }
}
