package io.cohortsync.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One value of a route file and its place in it.
 *
 * @param key the key it is the value of; for an entry of a list, the list's key
 */
record Node(Place place, String key, Object value, Optional<Node> parent) {

    static Node root(Place place, String key, Object value) {
        return new Node(place, key, value, Optional.empty());
    }

    /** This node and all below it. */
    Stream<Node> all() {
        return Stream.concat(Stream.of(this), children().stream().flatMap(Node::all));
    }

    /** All nodes below it with that key. */
    Stream<Node> all(String wanted) {
        return all().filter(node -> node.key.equals(wanted) && !node.isEntryOfList());
    }

    List<Node> children() {
        List<Node> children = new ArrayList<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, below) -> children.add(child(String.valueOf(name), String.valueOf(name), below)));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                children.add(child(String.valueOf(i), key, list.get(i)));
            }
        }
        return children;
    }

    private Node child(String step, String name, Object below) {
        return new Node(place.below(step), name, below, Optional.of(this));
    }

    boolean isEntryOfList() {
        return parent.map(above -> above.value instanceof List).orElse(false);
    }

    boolean isIn(String name) {
        return parent.map(above -> above.key.equals(name) || above.isIn(name)).orElse(false);
    }

    Optional<Node> get(String name) {
        return value instanceof Map<?, ?> map && map.containsKey(name)
                ? Optional.of(child(name, name, map.get(name)))
                : Optional.empty();
    }

    /** The text below a key; empty if there is none. */
    String text(String name) {
        return get(name).map(Node::text).orElse("");
    }

    String text() {
        return value instanceof Map || value instanceof List ? "" : String.valueOf(value);
    }

    boolean isMap() {
        return value instanceof Map;
    }

    /** The entry of the file that it stands in, as messages name it. */
    String entity() {
        return place.entity();
    }

    /** A finding about this node. */
    LintFinding says(String what) {
        return place.says(what);
    }
}
