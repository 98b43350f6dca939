package io.cohortsync.ledger;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The mapped property values of an export's members, by the members' numbers: JSON and its 64-bit digest. */
final class PropertyColumn {

    private final Texts json = new Texts();
    private long[] digests = new long[1024];

    void add(Map<String, String> properties, long digest) {
        int number = json.add(properties.isEmpty() ? "" : TagsJson.write(properties));
        if (number == digests.length) {
            digests = Arrays.copyOf(digests, number + (number >> 1));
        }
        digests[number] = digest;
    }

    long digest(int member) {
        return digests[member];
    }

    @Nullable
    String json(int member) {
        String text = json.get(member);
        return text.isEmpty() ? null : text;
    }
}
