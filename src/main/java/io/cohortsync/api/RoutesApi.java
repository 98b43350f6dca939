package io.cohortsync.api;

import io.cohortsync.ops.RouteFileState;
import io.cohortsync.ops.RouteFiles;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/routes}: the files of routes, and why one is refused. */
@RestController
class RoutesApi {

    private final RouteFiles files;

    RoutesApi(RouteFiles files) {
        this.files = files;
    }

    @GetMapping("/api/routes")
    List<RouteFileState> routes() {
        return files.states();
    }

    /** Always up: the old routes go on. */
    @Bean
    static HealthIndicator routesHealthIndicator(RouteFiles files) {
        return () -> Health.up().withDetails(refusals(files)).build();
    }

    private static Map<String, String> refusals(RouteFiles files) {
        return files.states().stream()
                .filter(file -> file.refusal() != null)
                .collect(Collectors.toMap(RouteFileState::file, file -> "refused: " + file.refusal()));
    }
}
