package io.cohortsync.ops;

import io.cohortsync.lint.LintFinding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file of the folder of routes.
 *
 * @param routes ids of the routes that run from it
 * @param state {@code running}, {@code waiting} (until no message is on its way through the old routes) or {@code refused}
 * @param refusal where and why it is refused; its old routes go on
 */
public record RouteFileState(
        String file,
        List<String> routes,
        String state,
        @Nullable LintFinding refusal) {}
