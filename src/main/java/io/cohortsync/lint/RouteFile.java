package io.cohortsync.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * One {@code *.camel.yaml}.
 *
 * @param content what YAML makes of it; an empty list if it is broken
 * @param entities routes, routeConfigurations and routeTemplates, in the order of the file
 * @param broken why it is no YAML at all
 */
record RouteFile(
        String name, String text, Object content, Lines lines, List<Node> entities, Optional<LintFinding> broken) {

    static final String SUFFIX = ".camel.yaml";

    static List<RouteFile> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(RouteFile::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RouteFile read(Path path) {
        try {
            return of(path.getFileName().toString(), Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RouteFile of(String name, String text) {
        try {
            Object content = parse(text);
            Lines lines = Lines.of(text);
            return new RouteFile(
                    name,
                    text,
                    content == null ? List.of() : content,
                    lines,
                    entities(name, content, lines),
                    Optional.empty());
        } catch (YAMLException e) {
            return new RouteFile(name, text, List.of(), Lines.of(""), List.of(), Optional.of(broken(name, e)));
        }
    }

    private static LintFinding broken(String name, YAMLException e) {
        Mark mark = e instanceof MarkedYAMLException marked ? marked.getProblemMark() : null;
        String problem = e instanceof MarkedYAMLException marked ? marked.getProblem() : e.getMessage();
        return new LintFinding(name, mark == null ? 1 : mark.getLine() + 1, "this is no YAML: " + problem);
    }

    static Object parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options)).load(text);
    }

    private static List<Node> entities(String file, Object content, Lines lines) {
        List<Node> entities = new ArrayList<>();
        if (content instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i) instanceof Map<?, ?> map) {
                    String pointer = "/" + i + "/";
                    map.forEach((kind, body) -> entities.add(Node.root(
                            new Place(file, id(kind, body), pointer + kind, lines), String.valueOf(kind), body)));
                }
            }
        }
        return entities;
    }

    private static String id(Object kind, Object body) {
        Object id = body instanceof Map<?, ?> map ? map.get("id") : null;
        return String.valueOf(id == null ? kind : id);
    }

    String stem() {
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    Stream<Node> entities(String kind) {
        return entities.stream().filter(entity -> entity.key().equals(kind));
    }

    /** Routes, those within templates included. */
    Stream<Node> routes() {
        Stream<Node> made = entities("routeTemplate").flatMap(template -> template.get("route").stream());
        return Stream.concat(entities("route"), made);
    }

    Stream<Node> nodes() {
        return entities.stream().flatMap(Node::all);
    }

    /** A finding about the file as a whole. */
    LintFinding says(String what) {
        return new LintFinding(name, 1, what);
    }
}
