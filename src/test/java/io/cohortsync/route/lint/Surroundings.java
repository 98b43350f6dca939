package io.cohortsync.route.lint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;

/**
 * What the routes may count on.
 *
 * @param entryPoints routes that Java calls
 * @param placeholders keys that have a value
 * @param threads thread pools, by bean name
 * @param documented words that routes/README.md sets as code
 */
record Surroundings(Set<String> entryPoints, Set<String> placeholders, Set<String> threads, Set<String> documented) {

    private static final Pattern CODE = Pattern.compile("(?<!`)`([^`\n]+)`(?!`)");

    /** Of the project whose root is the working directory. */
    static Surroundings ofProject() throws IOException {
        Set<String> placeholders = new TreeSet<>();
        for (String file : new String[] {"application.yaml", "src/main/resources/defaults.yaml"}) {
            addKeys("", RouteFile.parse(Files.readString(Path.of(file))), placeholders);
        }
        return new Surroundings(
                Set.of("cohort-start", "cohort-resume"),
                placeholders,
                threadPools(),
                code(Path.of("routes/README.md")));
    }

    private static void addKeys(String prefix, Object value, Set<String> keys) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, below) -> addKeys(prefix.isEmpty() ? "" + key : prefix + "." + key, below, keys));
        } else {
            keys.add(prefix);
        }
    }

    private static Set<String> threadPools() {
        Class<?> wiring = ClassUtils.resolveClassName("io.cohortsync.Wiring", null);
        return Arrays.stream(wiring.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Bean.class))
                .filter(method -> method.getReturnType().getSimpleName().equals("ExecutorService"))
                .map(method -> method.getName())
                .collect(Collectors.toSet());
    }

    private static Set<String> code(Path readme) throws IOException {
        String text = Files.exists(readme) ? Files.readString(readme) : "";
        return CODE.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toSet());
    }
}
