package io.cohortsync.lint;

import java.util.Comparator;

/**
 * Something in a route file that is not as the rules want it.
 *
 * @param file its name, without the folder
 * @param line counted from 1
 * @param reason what was found and what was expected
 */
public record LintFinding(String file, int line, String reason) {

    static final Comparator<LintFinding> BY_PLACE =
            Comparator.comparing(LintFinding::file).thenComparingInt(LintFinding::line);

    @Override
    public String toString() {
        return file + ":" + line + ": " + reason;
    }
}
