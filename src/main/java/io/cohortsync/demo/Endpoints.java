package io.cohortsync.demo;

import java.util.List;

/** The names under which requests are recorded and faults are set. */
public final class Endpoints {
    public static final String AMPLITUDE_LIST = "amplitude.list";
    public static final String AMPLITUDE_REQUEST = "amplitude.request";
    public static final String AMPLITUDE_STATUS = "amplitude.status";
    public static final String AMPLITUDE_FILE = "amplitude.file";
    public static final String AMPLITUDE_STORE = "amplitude.store";
    public static final String AMPLITUDE_USAGE = "amplitude.usage";
    public static final String PUSHWOOSH_BULK_SET_TAGS = "pushwoosh.bulk-set-tags";
    public static final String PUSHWOOSH_BULK_REGISTER = "pushwoosh.bulk-register";
    public static final String PUSHWOOSH_JOB = "pushwoosh.job";
    public static final String PUSHWOOSH_LIST_TAGS = "pushwoosh.list-tags";
    public static final String PUSHWOOSH_ADD_TAG = "pushwoosh.add-tag";

    /** Recorded for a request that no endpoint serves; no fault can be set on it. */
    public static final String UNKNOWN = "unknown";

    public static final List<String> ALL = List.of(
            AMPLITUDE_LIST,
            AMPLITUDE_REQUEST,
            AMPLITUDE_STATUS,
            AMPLITUDE_FILE,
            AMPLITUDE_STORE,
            AMPLITUDE_USAGE,
            PUSHWOOSH_BULK_SET_TAGS,
            PUSHWOOSH_BULK_REGISTER,
            PUSHWOOSH_JOB,
            PUSHWOOSH_LIST_TAGS,
            PUSHWOOSH_ADD_TAG);

    private Endpoints() {}
}
