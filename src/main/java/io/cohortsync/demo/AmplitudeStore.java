package io.cohortsync.demo;

import java.time.Clock;

/** The object store behind pre-signed links: another origin, which must never see Amplitude's credentials. */
final class AmplitudeStore {
    private static final ErrorBodies ERRORS = ErrorBodies.STORE;

    private final ExportDesk desk;
    private final AmplitudeSettings settings;
    private final Clock clock;

    AmplitudeStore(ExportDesk desk, AmplitudeSettings settings, Clock clock) {
        this.desk = desk;
        this.settings = settings;
        this.clock = clock;
    }

    void addTo(TwinRoutes routes) {
        routes.add(Endpoints.AMPLITUDE_STORE, "GET", "/exports/.*", this::fetch);
    }

    private Reply fetch(Call call, String id, Fault fault) {
        if (call.header("authorization") != null) {
            return ERRORS.of(400, "Only one auth mechanism allowed");
        }
        Export.Link link = desk.link(call.parameter("X-Amz-Signature"));
        if (link == null) {
            return ERRORS.of(403, "The request signature we calculated does not match the signature you provided");
        }
        if (link.isExpired(clock.instant()) || fault.kind() == FaultKind.LINK_EXPIRED) {
            return ERRORS.of(403, "Request has expired");
        }
        return fault.kind() == FaultKind.REDIRECT_LOOP ? toItself(call) : file(link, fault);
    }

    private Reply file(Export.Link link, Fault fault) {
        Fault damage = fault.kind() == FaultKind.PASS ? link.fault() : fault;
        boolean gzip = settings.delivery != AmplitudeSettings.Delivery.REDIRECT_PLAIN;
        return ExportFile.answer(link.export(), damage, gzip);
    }

    private static Reply toItself(Call call) {
        return Reply.empty(302).with("Location", "http://" + call.header("host") + call.path() + "?" + call.query());
    }
}
