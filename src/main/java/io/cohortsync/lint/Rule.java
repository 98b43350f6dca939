package io.cohortsync.lint;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** One thing that all route files keep to. */
interface Rule {

    /** One sentence per finding. */
    Stream<LintFinding> check(List<RouteFile> files);

    /** A rule on each value of each file. */
    static Rule onNodes(Function<Node, Stream<LintFinding>> check) {
        return files -> files.stream().flatMap(RouteFile::nodes).flatMap(check);
    }

    /** A rule on each file. */
    static Rule onFiles(Function<RouteFile, Stream<LintFinding>> check) {
        return files -> files.stream().flatMap(check);
    }

    /** A finding, or none. */
    static Stream<LintFinding> when(boolean found, LintFinding finding) {
        return found ? Stream.of(finding) : Stream.empty();
    }
}
