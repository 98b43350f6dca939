package io.cohortsync.ledger;

import java.util.HashMap;
import java.util.Map;

/** What Pushwoosh would hold: who is tagged, and with which values. */
final class World {

    private final Map<String, Map<String, String>> tagged = new HashMap<>();
    private final Map<String, Map<String, String>> values = new HashMap<>();

    /** A member as a ledger in that state would have it; where the ledger does not know, the flag says. */
    void assume(String address, MemberState state, Map<String, String> tags, boolean applied) {
        boolean is = switch (state) {
            case PRESENT, PENDING_CHANGE, PARKED_CHANGE -> true;
            case REFUSED_ADD -> false;
            case PENDING_ADD, PENDING_REJOIN, PENDING_REMOVE, PARKED_ADD, PARKED_REMOVE -> applied;
        };
        if (is) {
            tagged.put(address, tags);
        }
        if (state == MemberState.PRESENT) {
            values.put(address, tags);
        }
    }

    void apply(Change change) {
        if (change.kind() == ChangeKind.LEAVE) {
            tagged.remove(change.address());
            return;
        }
        tagged.put(change.address(), change.tags());
        if (!change.tags().isEmpty()) {
            values.put(change.address(), change.tags());
        }
    }

    /** The audience. */
    java.util.Set<String> audience() {
        return tagged.keySet();
    }

    Map<String, String> valuesOf(String address) {
        return values.getOrDefault(address, Map.of());
    }
}
