package io.cohortsync.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Finds entries of one file, such as {@code power-users} and {@code powerUsers}, that Spring Boot takes for one. */
final class SameNames {
    private static final Set<String> MAPS = Set.of("amplitude.projects", "pushwoosh.apps", "access.tokens");

    private SameNames() {}

    static void check(ConfigurableEnvironment environment, Mistakes mistakes) {
        environment.getPropertySources().stream()
                .filter(source -> !(source instanceof SystemEnvironmentPropertySource))
                .flatMap(source -> source instanceof EnumerablePropertySource<?> it ? Stream.of(it) : Stream.empty())
                .forEach(source -> spellings(source).forEach((name, found) -> report(name, found, mistakes)));
    }

    private static Map<ConfigurationPropertyName, Set<String>> spellings(EnumerablePropertySource<?> source) {
        Map<ConfigurationPropertyName, Set<String>> spellings = new LinkedHashMap<>();
        Arrays.stream(source.getPropertyNames())
                .map(LiteralNames::of)
                .filter(name -> depth(name) > 0)
                .map(name -> name.chop(depth(name)))
                .forEach(name -> spellings
                        .computeIfAbsent(name, entry -> new TreeSet<>())
                        .add(name.getLastElement(Form.ORIGINAL)));
        return spellings;
    }

    private static void report(ConfigurationPropertyName name, Set<String> found, Mistakes mistakes) {
        if (found.size() > 1) {
            mistakes.add(
                    LiteralNames.text(name.getParent()),
                    String.join(" and ", found),
                    "names that differ in more than dashes, underscores and letter case");
        }
    }

    /** How many elements lead to the name of an entry; 0 if there is none. */
    private static int depth(ConfigurationPropertyName name) {
        int size = name.getNumberOfElements();
        if (size < 3 || !name.chop(1).toString().equals(CohortSyncProperties.PREFIX)) {
            return 0;
        }
        String map = name.getElement(1, Form.UNIFORM);
        if (map.equals("syncs")) {
            return 3;
        }
        return size > 3 && MAPS.contains(map + "." + name.getElement(2, Form.UNIFORM)) ? 4 : 0;
    }
}
