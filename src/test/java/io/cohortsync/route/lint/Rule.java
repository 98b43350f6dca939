package io.cohortsync.route.lint;

import java.util.List;
import java.util.stream.Stream;

/** One thing that all route files keep to. */
interface Rule {

    /** One sentence per finding. */
    Stream<String> check(List<RouteFile> files);

    /** A rule on each value of each file. */
    static Rule onNodes(java.util.function.Function<Node, Stream<String>> check) {
        return files -> files.stream().flatMap(RouteFile::nodes).flatMap(check);
    }

    /** A rule on each file. */
    static Rule onFiles(java.util.function.Function<RouteFile, Stream<String>> check) {
        return files -> files.stream().flatMap(check);
    }

    /** A finding, or none. */
    static Stream<String> when(boolean found, String finding) {
        return found ? Stream.of(finding) : Stream.empty();
    }
}
