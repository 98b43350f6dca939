package io.cohortsync.lint;

import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The line of each value of a YAML text, by JSON pointer. */
final class Lines {

    private final Map<String, Integer> lines = new HashMap<>();

    private Lines() {}

    /** @param text YAML that can be parsed */
    static Lines of(String text) {
        Lines lines = new Lines();
        Node root = new Yaml().compose(new StringReader(text));
        if (root != null) {
            lines.add("", root, root);
        }
        return lines;
    }

    /** Counted from 1; of the nearest value around it that is there. */
    int at(String pointer) {
        for (String near = pointer; !near.isEmpty(); near = near.substring(0, near.lastIndexOf('/'))) {
            Integer line = lines.get(near);
            if (line != null) {
                return line;
            }
        }
        return 1;
    }

    private void add(String pointer, Node named, Node value) {
        lines.put(pointer, named.getStartMark().getLine() + 1);
        if (value instanceof MappingNode map) {
            map.getValue().forEach(entry -> addEntry(pointer, entry));
        } else if (value instanceof SequenceNode list) {
            List<Node> entries = list.getValue();
            for (int i = 0; i < entries.size(); i++) {
                add(pointer + "/" + i, entries.get(i), entries.get(i));
            }
        }
    }

    /** A value is where its key is: what is below may be many lines further on. */
    private void addEntry(String pointer, NodeTuple entry) {
        if (entry.getKeyNode() instanceof ScalarNode key) {
            add(pointer + "/" + key.getValue(), key, entry.getValueNode());
        }
    }
}
