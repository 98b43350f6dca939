package io.cohortsync.route;

import io.cohortsync.ledger.Change;
import io.cohortsync.ledger.ChangeKind;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Pending changes for tests: members {@code m0@example.com}, {@code m1@example.com} … */
final class Changes {

    private Changes() {}

    static List<Change> joins(int from, int to) {
        return IntStream.range(from, to).mapToObj(Changes::join).toList();
    }

    static Change join(int number) {
        return new Change(number, ChangeKind.JOIN, "m" + number + "@example.com", Map.of(), 0);
    }

    static ChangeBatch batch(String run, int size) {
        return new ChangeBatch(run, joins(0, size), true, 1, false);
    }
}
