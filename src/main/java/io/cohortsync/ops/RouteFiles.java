package io.cohortsync.ops;

import io.cohortsync.lint.LintFinding;
import io.cohortsync.lint.LiveLint;
import io.cohortsync.lint.RouteEntries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/** Looks at the folder of routes once a second: what has changed there runs as soon as no message is on its way through it. */
@Component
public class RouteFiles {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);

    private final RouteReplacer replacer;
    private final Environment environment;
    private final LaunchMode mode;
    private final Path folder;
    private final ScheduledExecutorService clockwork =
            Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("routes-"));

    private Map<String, String> running = Map.of();
    private Map<String, List<String>> routes = Map.of();
    private Map<String, String> seen = Map.of();
    private Map<String, String> judged = Map.of();
    private RoutePlan plan = new RoutePlan(Map.of(), Map.of());
    private volatile List<RouteFileState> states = List.of();

    RouteFiles(RouteReplacer replacer, Environment environment, LaunchMode mode) {
        this.replacer = replacer;
        this.environment = environment;
        this.mode = mode;
        this.folder = Path.of(environment.getProperty("ROUTES_DIR", "routes"));
    }

    /** The files that run or wait to run, by name; empty where the folder is not watched. */
    public List<RouteFileState> states() {
        return states;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) throws IOException {
        if (mode.isServer() && Files.isDirectory(folder)) {
            nowRunning(read());
            judged = running;
            plan = new RoutePlan(running, Map.of());
            clockwork.scheduleWithFixedDelay(this::lookQuietly, 1, 1, TimeUnit.SECONDS);
        }
    }

    /** Files are parsed when they begin to run, and not at every look, once a second. */
    private void nowRunning(Map<String, String> files) {
        running = files;
        routes = files.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        file -> List.copyOf(RouteEntries.of(file.getKey(), file.getValue())
                                .routes()
                                .keySet())));
    }

    private void lookQuietly() {
        try {
            look();
        } catch (IOException | RuntimeException e) {
            LOG.error("the folder {} could not be looked at; trying again", folder, e);
        }
    }

    /** What is still being written differs from one look to the next. */
    private void look() throws IOException {
        Map<String, String> found = read();
        boolean still = found.equals(seen);
        seen = found;
        if (still && !found.equals(judged)) {
            judge(found);
        }
        if (!plan.target().equals(running)) {
            replaceIfIdle();
        }
        if (states.isEmpty() || still) {
            states = describe();
        }
    }

    private void judge(Map<String, String> found) {
        plan = RoutePlan.of(running, found, new LiveLint(folder, environment));
        judged = found;
        plan.refused().forEach(RouteFiles::logRefusal);
    }

    private static void logRefusal(String file, LintFinding finding) {
        LOG.error("routes: {} is refused, what ran before goes on: {}", file, finding);
    }

    private void replaceIfIdle() {
        if (!replacer.isIdle(running, plan.target())) {
            return;
        }
        Set<String> changed = RoutePlan.changed(running, plan.target());
        try {
            replacer.replace(running, plan.target());
            nowRunning(plan.target());
            LOG.info("routes: {} replaced without a restart", String.join(", ", changed));
        } catch (RouteRefusedException e) {
            Map<String, LintFinding> refused = new TreeMap<>(plan.refused());
            changed.forEach(file -> refused.put(file, e.finding()));
            changed.forEach(file -> logRefusal(file, e.finding()));
            plan = new RoutePlan(running, refused);
        }
    }

    private Map<String, String> read() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".camel.yaml"))
                    .toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }

    private List<RouteFileState> describe() {
        Set<String> waiting = RoutePlan.changed(running, plan.target());
        Set<String> names = new TreeSet<>(running.keySet());
        names.addAll(waiting);
        names.addAll(plan.refused().keySet());
        return names.stream().map(name -> state(name, waiting)).toList();
    }

    private RouteFileState state(String file, Set<String> waiting) {
        @Nullable LintFinding refusal = plan.refused().get(file);
        String word = refusal != null ? "refused" : waiting.contains(file) ? "waiting" : "running";
        return new RouteFileState(file, routes.getOrDefault(file, List.of()), word, refusal);
    }

    /** Before Camel stops: it must not be altered while it does. */
    @EventListener
    void closed(ContextClosedEvent event) throws InterruptedException {
        clockwork.shutdown();
        if (!clockwork.awaitTermination(30, TimeUnit.SECONDS)) {
            LOG.warn(
                    "routes: a change was still being made when the application ended; the next start reads the files anew");
        }
    }
}
