package io.cohortsync.api;

import static io.cohortsync.api.ApiFixture.all;
import static io.cohortsync.api.ApiFixture.sync;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class QuotaApiTest {

    @Test
    void counts_what_is_used_and_forecasts_the_month() {
        String[] settings = all(
                sync("hourly", "cadence=hourly"),
                sync("manual"),
                sync("off", "enabled=false", "cadence=hourly"),
                new String[] {
                    "cohort-sync.amplitude.projects.main.exports-per-month=300",
                    "cohort-sync.amplitude.projects.spare.exports-per-month=7"
                });
        try (ApiFixture api = ApiFixture.start(settings)) {
            api.cohort("manual", "ann");
            api.run("manual");

            JsonNode quota = api.get("/api/quota").json();

            YearMonth month = YearMonth.now(ZoneOffset.UTC);
            Instant end =
                    month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            long hours = Duration.between(Instant.now(), end).toHours();
            assertThat(quota.findValuesAsText("project")).containsExactly("main", "spare");
            assertThat(quota.get(0).path("month").asText()).isEqualTo(month.toString());
            assertThat(quota.get(0).path("used").asInt()).isEqualTo(1);
            assertThat(quota.get(0).path("limit").asInt()).isEqualTo(300);
            assertThat(quota.get(0).path("forecast").asLong()).isBetween(1 + hours, 2 + hours);
            assertThat(quota.get(1).toString())
                    .isEqualTo("{\"project\":\"spare\",\"month\":\"" + month
                            + "\",\"used\":0,\"limit\":7,\"forecast\":0}");
        }
    }
}
