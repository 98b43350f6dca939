package io.cohortsync.demo;

import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The endpoints of the API origin (facts/amplitude §1.3-1.9). */
final class AmplitudeApi {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final ErrorBodies ERRORS = ErrorBodies.AMPLITUDE;

    private final ExportDesk desk;
    private final AmplitudeSettings settings;
    private final AmplitudeDoor door;
    private final Clock clock;
    private final Supplier<URI> storeUrl;

    AmplitudeApi(ExportDesk desk, AmplitudeSettings settings, AmplitudeDoor door, Clock clock, Supplier<URI> storeUrl) {
        this.desk = desk;
        this.settings = settings;
        this.door = door;
        this.clock = clock;
        this.storeUrl = storeUrl;
    }

    void addTo(TwinRoutes routes) {
        String id = "([A-Za-z0-9_-]+)";
        routes.add(Endpoints.AMPLITUDE_LIST, "GET", "/api/3/cohorts", door.guard(this::list))
                .add(Endpoints.AMPLITUDE_USAGE, "GET", "/api/3/cohorts/usage", door.guard(this::usage))
                .add(Endpoints.AMPLITUDE_REQUEST, "GET", "/api/5/cohorts/request/" + id, door.guard(this::request))
                .add(Endpoints.AMPLITUDE_STATUS, "GET", "/api/5/cohorts/request-status/" + id, door.guard(this::status))
                .add(Endpoints.AMPLITUDE_FILE, "GET", "/api/5/cohorts/request/" + id + "/file", door.guard(this::file));
    }

    private Reply list(Call call, String id, Fault fault) {
        boolean includeSyncInfo = "true".equals(call.parameter("includeSyncInfo"));
        List<Map<String, Object>> cohorts = desk.published().stream()
                .map(cohort -> CohortListing.of(cohort, includeSyncInfo))
                .toList();
        return Reply.json(200, Map.of("cohorts", cohorts)).with("Cache-Control", "no-cache");
    }

    private Reply usage(Call call, String id, Fault fault) {
        int limit = settings.exportsPerMonth;
        long used = desk.requestedThisMonth();
        return switch (settings.usageShape) {
            case REST_DOWNLOAD ->
                Reply.json(
                        200,
                        Map.of(
                                "rest_download",
                                Map.of(
                                        "limit",
                                        limit,
                                        "usage",
                                        used,
                                        "resets_at",
                                        desk.monthEnds().toString())));
            case FLAT -> Reply.json(200, Map.of("limit", limit, "count", used));
            case MISSING -> Reply.html(404, "404: Not Found");
            case GARBAGE -> Reply.text(200, "text/plain", "usage: many");
        };
    }

    private Reply request(Call call, String cohortId, Fault fault) {
        CohortSpec cohort = desk.published(cohortId);
        if (cohort == null || fault.kind() == FaultKind.UNKNOWN_COHORT) {
            return unknownCohort(fault);
        }
        Reply refusal = door.exportRefusal();
        if (refusal != null) {
            return refusal;
        }
        Export export = desk.request(cohort, PropertySelection.of(call, settings.propertyPrefix));
        return Reply.json(202, Map.of("request_id", export.id(), "cohort_id", cohortId));
    }

    private Reply unknownCohort(Fault fault) {
        return "html".equals(fault.argument())
                ? Reply.html(404, "404: Not Found")
                : ERRORS.of(fault.number(settings.unknownCohortStatus), "Invalid cohort id");
    }

    private Reply status(Call call, String requestId, Fault fault) {
        Export export = desk.find(requestId);
        if (export == null || export.isDead(clock.instant())) {
            return ERRORS.of(settings.deadFileStatus, "Invalid request id");
        }
        export.polls().incrementAndGet();
        return StatusAnswer.of(export, export.isReady(settings.pollsUntilReady), fault);
    }

    private Reply file(Call call, String requestId, Fault fault) {
        Export export = desk.find(requestId);
        if (fault.kind() == FaultKind.FILE_DEAD) {
            return ERRORS.of(fault.number(404), "Export not found");
        }
        if (export == null || export.isDead(clock.instant())) {
            return ERRORS.of(settings.deadFileStatus, "Export not found");
        }
        if (!export.isReady(settings.pollsUntilReady)) {
            return early(export);
        }
        return switch (settings.delivery) {
            case INLINE_GZIP -> ExportFile.answer(export, fault, true);
            case INLINE_PLAIN -> ExportFile.answer(export, fault, false);
            default -> redirect(call, export, fault);
        };
    }

    private Reply early(Export export) {
        return settings.earlyFileStatus == 202
                ? StatusAnswer.of(export, false, Fault.NONE)
                : ERRORS.of(settings.earlyFileStatus, "Export is not complete");
    }

    private Reply redirect(Call call, Export export, Fault fault) {
        String location = switch (fault.kind()) {
            case REDIRECT_OTHER_HOST -> fault.word("http://elsewhere.invalid/export.csv");
            case REDIRECT_LOOP -> "http://" + call.header("host") + call.path();
            default -> link(export, fault);
        };
        return switch (fault.kind()) {
            case REDIRECT_WITHOUT_LOCATION -> Reply.empty(302);
            case REDIRECT_STATUS -> Reply.empty(fault.number(307)).with("Location", location);
            default -> Reply.empty(302).with("Location", location);
        };
    }

    /** A pre-signed link as the object store makes them, valid for 60 seconds (facts/amplitude §1.7). */
    private String link(Export export, Fault fault) {
        String stamp = STAMP.format(clock.instant());
        return storeUrl.get() + "/exports/" + export.id() + "/cohort_"
                + export.cohort().id() + ".csv"
                + "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIATWIN%2F" + stamp.substring(0, 8)
                + "%2Fus-west-2%2Fs3%2Faws4_request&X-Amz-Date=" + stamp
                + "&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=" + desk.mint(export, fault);
    }
}
