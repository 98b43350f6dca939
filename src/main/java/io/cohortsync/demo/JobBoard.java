package io.cohortsync.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All bulk jobs in the order in which they were accepted. */
final class JobBoard {
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Audience audience;
    private final PushwooshSettings settings;
    private long devices;

    JobBoard(Audience audience, PushwooshSettings settings) {
        this.audience = audience;
        this.settings = settings;
    }

    synchronized Job accept(BulkRequest request, boolean register) {
        String id = UUID.randomUUID().toString();
        int polls = settings.jobPolls.applyAsInt(jobs.size());
        Job job = new Job(id, request, register, polls, audience, settings);
        jobs.put(id, job);
        devices += request.devices().size();
        return job;
    }

    synchronized @Nullable Job find(String id) {
        return jobs.get(id);
    }

    synchronized List<Job> all() {
        return List.copyOf(jobs.values());
    }

    synchronized long devices() {
        return devices;
    }
}
