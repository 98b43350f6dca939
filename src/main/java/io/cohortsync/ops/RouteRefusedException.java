package io.cohortsync.ops;

import io.cohortsync.lint.LintFinding;
import java.io.Serial;

/** New routes could not be built. */
class RouteRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient LintFinding finding;

    RouteRefusedException(LintFinding finding, Exception cause) {
        super(finding.toString(), cause);
        this.finding = finding;
    }

    LintFinding finding() {
        return finding;
    }
}
