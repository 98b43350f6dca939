package io.cohortsync.api;

import io.cohortsync.amplitude.QuotaForecast;
import io.cohortsync.config.LiveConfiguration;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/quota}: how many exports each Amplitude project has spent, and will have spent at the month's end. */
@RestController
class QuotaApi {

    private final LiveConfiguration configuration;
    private final QuotaForecast forecasts;

    QuotaApi(LiveConfiguration configuration, QuotaForecast forecasts) {
        this.configuration = configuration;
        this.forecasts = forecasts;
    }

    /** One project in the month that counts now. */
    record ProjectQuota(String project, String month, int used, int limit, int forecast) {

        static ProjectQuota of(QuotaForecast.Forecast project) {
            return new ProjectQuota(
                    project.project(),
                    project.month().toString(),
                    project.used(),
                    project.limit(),
                    project.atMonthsEnd());
        }
    }

    @GetMapping("/api/quota")
    List<ProjectQuota> quota() {
        return configuration.now().amplitude().projects().keySet().stream()
                .map(forecasts::of)
                .map(ProjectQuota::of)
                .toList();
    }
}
