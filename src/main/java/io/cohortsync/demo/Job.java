package io.cohortsync.demo;

import io.cohortsync.demo.BulkRequest.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One bulk job: Pending, then InProgress, then Completed or Failed; it touches the audience when it completes. */
final class Job {
    private final String id;
    private final boolean createMissingTags;
    private final boolean register;
    private final int pollsNeeded;
    private final int size;
    private final Audience audience;
    private final PushwooshSettings settings;
    private final List<Outcome> outcomes = new ArrayList<>();
    private List<Device> devices;
    private Fault fault = Fault.NONE;
    private String status = "Pending";
    private int polls;
    private boolean ended;

    Job(
            String id,
            BulkRequest request,
            boolean register,
            int pollsNeeded,
            Audience audience,
            PushwooshSettings settings) {
        this.id = id;
        this.createMissingTags = request.createMissingTags();
        this.devices = request.devices();
        this.register = register;
        this.pollsNeeded = pollsNeeded;
        this.audience = audience;
        this.settings = settings;
        this.size = request.devices().size();
    }

    /** A fault of a job stays with it for good. */
    synchronized void doom(Fault doom) {
        if (doom.kind().isJobFault()) {
            fault = doom;
        }
    }

    synchronized void poll() {
        polls++;
        if (fault.kind() == FaultKind.JOB_STUCK) {
            return;
        }
        if (polls > pollsNeeded) {
            finish();
        } else if (polls > 1 && !ended) {
            status = settings.inProgressWord;
        }
    }

    /** Runs to its end without anybody polling. */
    synchronized void finish() {
        if (ended) {
            return;
        }
        switch (fault.kind()) {
            case JOB_STUCK, JOB_LOST -> {}
            case JOB_FAILED -> end(settings.failedWord, size * fault.number(0) / 100);
            case JOB_UNKNOWN_WORD -> end(fault.word("Archived"), 0);
            default -> end("Completed", size);
        }
    }

    synchronized boolean isLost() {
        boolean lostLater = fault.kind() == FaultKind.JOB_LOST_AFTER_APPLY && status.equals("Completed");
        return fault.kind() == FaultKind.JOB_LOST || lostLater;
    }

    synchronized Map<String, Object> asJson(boolean detailed) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("request_id", id);
        json.put("status", status);
        if (detailed) {
            json.put("progress", status.equals("Completed") ? 100 : 0);
            json.put("errors", status.equals(settings.failedWord) ? List.of("internal error") : List.of());
            json.put("devices", outcomes.stream().map(Outcome::asJson).toList());
        }
        return json;
    }

    synchronized JobView view() {
        return new JobView(id, status, size, polls, register);
    }

    private void end(String word, int reached) {
        devices.subList(0, Math.min(reached, devices.size())).forEach(this::apply);
        devices = List.of();
        status = word;
        ended = true;
    }

    private void apply(Device device) {
        boolean leftOut = fault.kind() == FaultKind.JOB_SKIPS && fault.names(device.identifier());
        Outcome outcome =
                leftOut ? Outcome.skipped(device, "Not found") : audience.apply(device, createMissingTags, register);
        if (settings.listAllDevices || !outcome.isClean()) {
            outcomes.add(outcome);
        }
    }
}
