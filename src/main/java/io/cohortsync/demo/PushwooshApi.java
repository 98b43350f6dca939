package io.cohortsync.demo;

import io.cohortsync.demo.BulkRequest.Device;
import io.cohortsync.demo.BulkRequest.Invalid;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The v2 audience calls: accepted, queued, polled (facts/pushwoosh §1.1, §1.2 and "Router B"). */
final class PushwooshApi {
    private static final ErrorBodies ERRORS = ErrorBodies.FLAT;

    private final String application;
    private final String token;
    private final PushwooshSettings settings;
    private final JobBoard jobs;

    PushwooshApi(String application, String token, PushwooshSettings settings, JobBoard jobs) {
        this.application = application;
        this.token = token;
        this.settings = settings;
        this.jobs = jobs;
    }

    void addTo(TwinRoutes routes) {
        String base = "/api/v2/audience/";
        routes.add(Endpoints.PUSHWOOSH_BULK_SET_TAGS, "POST", base + "bulkSetTags", (c, id, f) -> post(c, f, false))
                .add(
                        Endpoints.PUSHWOOSH_BULK_REGISTER,
                        "POST",
                        base + "bulkRegisterDevice",
                        (c, id, f) -> post(c, f, true))
                .add(Endpoints.PUSHWOOSH_JOB, "GET", base + "(?:bulkSetTags|bulkRegisterDevice)/([^/]+)", this::poll);
    }

    private Reply post(Call call, Fault fault, boolean register) throws IOException {
        BulkRequest request;
        try {
            request = BulkRequestReader.read(call.body(), register, settings.strictFields);
        } catch (Invalid invalid) {
            return ERRORS.of(400, "invalid request");
        }
        Reply refusal = refusal(request);
        return refusal != null ? refusal : accept(request, register, fault);
    }

    private Reply accept(BulkRequest request, boolean register, Fault fault) {
        Job job = jobs.accept(request, register);
        job.doom(fault);
        Reply reply = Reply.json(200, job.asJson(false));
        if (fault.kind().losesTheAnswer()) {
            job.finish();
        }
        return reply;
    }

    private @Nullable Reply refusal(BulkRequest request) {
        if (!request.auth().equals(token)) {
            return ERRORS.of(settings.badTokenStatus, "unauthorized");
        }
        if (!request.application().equals(application)) {
            return ERRORS.of(settings.badApplicationStatus, "application not found");
        }
        if (request.devices().size() > settings.maxDevices) {
            return ERRORS.of(settings.tooManyDevicesStatus, "invalid request");
        }
        return request.devices().stream().anyMatch(this::isRefused) ? ERRORS.of(400, "invalid request") : null;
    }

    private boolean isRefused(Device device) {
        boolean refusedNull = settings.nulls == PushwooshSettings.Nulls.REFUSE
                && device.tags().stream().anyMatch(tag -> tag.value() == null);
        return refusedNull || settings.poison.test(device.identifier());
    }

    /** Needs no token: the only known caller sends none (facts/pushwoosh §1.1). */
    private Reply poll(Call call, String id, Fault fault) {
        Job job = jobs.find(id);
        if (job == null) {
            return ERRORS.of(settings.unknownJobStatus, "not found");
        }
        job.doom(fault);
        job.poll();
        return job.isLost()
                ? ERRORS.of(settings.unknownJobStatus, "not found")
                : Reply.json(200, job.asJson("true".equals(call.parameter("detailed"))));
    }
}
