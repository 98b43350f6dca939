package io.cohortsync.ops;

import io.cohortsync.lint.LintFinding;
import io.cohortsync.lint.LiveLint;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is to be done about a folder that has changed. Files are texts by name.
 *
 * @param target the files as they are to run
 * @param refused why a file does not run as it stands in the folder
 */
record RoutePlan(Map<String, String> target, Map<String, LintFinding> refused) {

    /** A broken file is left as it runs; if the others cannot do without its change, nothing changes. */
    static RoutePlan of(Map<String, String> running, Map<String, String> found, LiveLint lint) {
        Set<LintFinding> known = Set.copyOf(lint.check(running));
        List<LintFinding> broken = news(lint, found, known);
        if (broken.isEmpty()) {
            return new RoutePlan(found, Map.of());
        }
        Set<String> bad = broken.stream().map(LintFinding::file).collect(Collectors.toSet());
        Map<String, String> rest = new TreeMap<>(found);
        bad.forEach(file -> restore(file, running, rest));
        Set<String> changed = changed(running, found);
        return changed.containsAll(bad) && news(lint, rest, known).isEmpty()
                ? new RoutePlan(rest, refusals(bad, broken))
                : new RoutePlan(running, refusals(changed, broken));
    }

    private static List<LintFinding> news(LiveLint lint, Map<String, String> files, Set<LintFinding> known) {
        return lint.check(files).stream()
                .filter(finding -> !known.contains(finding))
                .toList();
    }

    private static void restore(String file, Map<String, String> running, Map<String, String> files) {
        files.remove(file);
        if (running.containsKey(file)) {
            files.put(file, running.get(file));
        }
    }

    static Set<String> changed(Map<String, String> running, Map<String, String> found) {
        Set<String> files = new HashSet<>(running.keySet());
        files.addAll(found.keySet());
        files.removeIf(file -> Objects.equals(running.get(file), found.get(file)));
        return new TreeSet<>(files);
    }

    /** The first finding of each file, or the first of all where the file itself has none. */
    private static Map<String, LintFinding> refusals(Set<String> files, List<LintFinding> findings) {
        Map<String, LintFinding> refusals = new TreeMap<>();
        files.forEach(file -> refusals.put(
                file,
                findings.stream()
                        .filter(finding -> finding.file().equals(file))
                        .findFirst()
                        .orElse(findings.get(0))));
        return refusals;
    }
}
