package io.cohortsync.route.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * One {@code *.camel.yaml}.
 *
 * @param entities routes, routeConfigurations and routeTemplates, in the order of the file
 */
record RouteFile(String name, String text, List<Node> entities) {

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
            String text = Files.readString(path);
            String name = path.getFileName().toString();
            return new RouteFile(name, text, entities(name, text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Object parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options)).load(text);
    }

    private static List<Node> entities(String name, String text) {
        List<Node> entities = new ArrayList<>();
        if (parse(text) instanceof List<?> list) {
            for (Object entry : list) {
                if (entry instanceof Map<?, ?> map) {
                    map.forEach((kind, body) -> entities.add(entity(name, String.valueOf(kind), body)));
                }
            }
        }
        return entities;
    }

    private static Node entity(String file, String kind, Object body) {
        Object id = body instanceof Map<?, ?> map ? map.get("id") : null;
        return Node.root(file + " " + (id == null ? kind : id), kind, body);
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
}
