package io.cohortsync.api;

import io.cohortsync.run.RunStatus;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads query parameters strictly: a slip in {@code dryRun=ture} must not start a real run. */
final class Query {

    private static final int USUAL_LIMIT = 50;

    private Query() {}

    static boolean flag(String name, @Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw Refusals.badRequest(name + " is neither true nor false");
    }

    static int limit(@Nullable String text, int most) {
        if (text == null) {
            return USUAL_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= most) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw Refusals.badRequest("limit is expected to be a whole number from 1 to " + most);
    }

    static @Nullable String status(@Nullable String text) {
        boolean known = text == null
                || Arrays.stream(RunStatus.values()).map(RunStatus::word).anyMatch(text::equals);
        if (!known) {
            throw Refusals.badRequest("status is expected to be one of "
                    + Arrays.stream(RunStatus.values()).map(RunStatus::word).collect(Collectors.joining(", ")));
        }
        return text;
    }
}
