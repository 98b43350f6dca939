package io.cohortsync.ops;

import io.cohortsync.config.LiveConfiguration;
import io.cohortsync.lint.LintFinding;
import io.cohortsync.lint.RouteEntries;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.stereotype.Component;

/** Takes the routes of some files out of Camel and puts others in their place. Files are texts by name. */
@Component
class RouteReplacer {

    private final ModelCamelContext camel;
    private final PatientDirect direct;
    private final Triggers triggers;
    private final CadencePolicy cadences;
    private final LiveConfiguration configuration;

    RouteReplacer(
            ModelCamelContext camel,
            PatientDirect direct,
            Triggers triggers,
            CadencePolicy cadences,
            LiveConfiguration configuration) {
        this.camel = camel;
        this.direct = direct;
        this.triggers = triggers;
        this.cadences = cadences;
        this.configuration = configuration;
    }

    /** Whether no message is on its way through a route that would be replaced. */
    boolean isIdle(Map<String, String> from, Map<String, String> to) {
        return affected(from, to).stream()
                .flatMap(file -> routes(file, from).stream())
                .allMatch(route -> camel.getInflightRepository().size(route) == 0);
    }

    /**
     * Replaces what differs. What was stopped stays stopped.
     *
     * @throws RouteRefusedException if the new routes cannot be built; the old ones are back then
     */
    void replace(Map<String, String> from, Map<String, String> to) {
        Set<String> files = affected(from, to);
        Set<String> stopped = stopped();
        direct.hold(Stream.of(from, to)
                .flatMap(texts -> files.stream().flatMap(file -> routes(file, texts).stream()))
                .collect(Collectors.toSet()));
        try {
            cadences.quietly(() -> {
                unload(files, from);
                loadOrReturn(files, from, to);
                stop(stopped);
            });
        } finally {
            direct.hold(Set.of());
        }
    }

    private void loadOrReturn(Set<String> files, Map<String, String> from, Map<String, String> to) {
        try {
            load(files, to);
        } catch (RouteRefusedException e) {
            unload(files, to);
            load(files, from);
            throw e;
        }
    }

    /** The files that differ, and those whose routes are built with a routeConfiguration of theirs. */
    private static Set<String> affected(Map<String, String> from, Map<String, String> to) {
        Set<String> files = new TreeSet<>();
        Stream.concat(from.keySet().stream(), to.keySet().stream())
                .filter(file -> !Objects.equals(from.get(file), to.get(file)))
                .forEach(files::add);
        Set<String> configurations = Stream.of(from, to)
                .flatMap(texts -> files.stream().map(file -> entries(file, texts)))
                .flatMap(entries -> entries.configurations().stream())
                .collect(Collectors.toSet());
        from.keySet().stream()
                .filter(file -> entries(file, from).uses().stream().anyMatch(configurations::contains))
                .forEach(files::add);
        return files;
    }

    private static RouteEntries entries(String file, Map<String, String> texts) {
        return RouteEntries.of(file, texts.getOrDefault(file, ""));
    }

    private static Set<String> routes(String file, Map<String, String> texts) {
        return entries(file, texts).routes().keySet();
    }

    private Set<String> stopped() {
        return camel.getRouteDefinitions().stream()
                .map(RouteDefinition::getId)
                .filter(route -> status(route) == ServiceStatus.Stopped || status(route) == ServiceStatus.Suspended)
                .collect(Collectors.toSet());
    }

    private ServiceStatus status(String route) {
        return camel.getRouteController().getRouteStatus(route);
    }

    private void stop(Collection<String> routes) {
        for (String route : routes) {
            if (status(route) == ServiceStatus.Started) {
                attempt(() -> camel.getRouteController().stopRoute(route));
            }
        }
    }

    private void unload(Set<String> files, Map<String, String> texts) {
        for (String file : files) {
            RouteEntries entries = entries(file, texts);
            entries.routes().keySet().forEach(triggers::remove);
            entries.templates().forEach(this::removeTemplate);
            entries.configurations().forEach(this::removeConfiguration);
        }
    }

    private void removeTemplate(String template) {
        List<String> made = camel.getRouteDefinitions().stream()
                .map(RouteDefinition::getId)
                .filter(route -> route.startsWith(template + "-"))
                .toList();
        made.forEach(triggers::remove);
        attempt(() -> camel.removeRouteTemplateDefinitions(template));
    }

    private void removeConfiguration(String id) {
        RouteConfigurationDefinition there = camel.getRouteConfigurationDefinition(id);
        if (there != null) {
            attempt(() -> camel.removeRouteConfiguration(there));
        }
    }

    /** Policies come first: a route takes them when it is built. */
    private void load(Set<String> files, Map<String, String> texts) {
        files.stream()
                .filter(texts::containsKey)
                .sorted(Comparator.comparing(
                        file -> entries(file, texts).configurations().isEmpty()))
                .forEach(file -> load(file, texts));
    }

    private void load(String file, Map<String, String> texts) {
        try {
            byte[] bytes = texts.get(file).getBytes(StandardCharsets.UTF_8);
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromBytes("routes/" + file, bytes));
            if (!entries(file, texts).templates().isEmpty()) {
                configuration.allSyncs().forEach(triggers::add);
            }
        } catch (Exception e) {
            throw new RouteRefusedException(refusal(file, entries(file, texts), e), e);
        }
    }

    private static LintFinding refusal(String file, RouteEntries entries, Exception problem) {
        String said = String.valueOf(problem.getMessage());
        int line = entries.routes().entrySet().stream()
                .filter(route -> said.contains(" " + route.getKey() + " "))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(1);
        return new LintFinding(file, line, "Camel cannot build this: " + said);
    }

    private interface Step {
        void run() throws Exception;
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (Exception e) {
            throw new IllegalStateException("Camel did not obey: " + e.getMessage(), e);
        }
    }
}
