package io.cohortsync.lint;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.core.env.PropertyResolver;

/** The rules without which a route could not run, or would hide a failure; how it is written is left to {@link RoutesLint}. */
public final class LiveLint {

    private final RouteRules rules;

    /** @param configuration where placeholders get their values */
    public LiveLint(Path folder, PropertyResolver configuration) {
        this.rules = RouteRules.needed(Surroundings.ofApplication(folder, configuration));
    }

    /** @param files the text of each, by its name */
    public List<LintFinding> check(Map<String, String> files) {
        return rules.check(files.entrySet().stream()
                .map(file -> RouteFile.of(file.getKey(), file.getValue()))
                .toList());
    }
}
