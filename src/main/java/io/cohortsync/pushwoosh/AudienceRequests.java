package io.cohortsync.pushwoosh;

import io.cohortsync.config.Match;
import io.cohortsync.config.PushwooshApp;
import io.cohortsync.config.Sync;
import io.cohortsync.ledger.Change;
import io.cohortsync.ledger.ChangeKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says changes in Pushwoosh's words. */
public final class AudienceRequests {

    private static final int EMAIL = 14;
    private static final String APPEND = "append";
    private static final String REMOVE = "remove";

    private AudienceRequests() {}

    /** The body that tags and untags existing devices. */
    public static AudienceRequest bulkSetTags(PushwooshApp app, Sync sync, List<Change> changes) {
        List<AudienceRequest.Device> devices =
                changes.stream().map(change -> device(sync, change)).toList();
        return new AudienceRequest(app.application(), app.apiToken().value(), false, devices);
    }

    /** The body that subscribes addresses and tags them in one go: for {@code register: true} alone. */
    public static AudienceRequest bulkRegisterDevice(PushwooshApp app, Sync sync, List<Change> joins) {
        List<AudienceRequest.Device> devices = joins.stream()
                .map(join -> new AudienceRequest.Device(
                        join.address(), null, join.address(), EMAIL, APPEND, tags(sync, join)))
                .toList();
        return new AudienceRequest(app.application(), app.apiToken().value(), null, devices);
    }

    private static AudienceRequest.Device device(Sync sync, Change change) {
        boolean byUser = sync.match() == Match.USER_ID;
        return new AudienceRequest.Device(
                byUser ? null : change.address(),
                byUser ? change.address() : null,
                null,
                null,
                change.kind() == ChangeKind.LEAVE ? REMOVE : APPEND,
                tags(sync, change));
    }

    private static Map<String, Object> tags(Sync sync, Change change) {
        List<String> value = List.of(sync.tagValue());
        if (change.tags().isEmpty()) {
            return Map.of(sync.tag(), value);
        }
        Map<String, Object> tags = new HashMap<>(change.tags());
        tags.put(sync.tag(), value);
        return tags;
    }
}
