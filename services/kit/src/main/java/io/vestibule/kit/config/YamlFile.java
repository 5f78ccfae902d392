package io.vestibule.kit.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Flattens a YAML document into dotted paths, each value with its line. Scalars stay text: the keys know their syntax. */
final class YamlFile {

    private final String name;
    private final Map<String, RawValue> values = new LinkedHashMap<>();

    private YamlFile(String name) {
        this.name = name;
    }

    static Map<String, RawValue> parse(String name, String yaml) {
        YamlFile file = new YamlFile(name);
        try {
            new Compose(LoadSettings.builder().setLabel(name).build())
                    .composeString(yaml)
                    .ifPresent(file::root);
        } catch (YamlEngineException e) {
            throw new ConfigException(name + " is not valid YAML: " + e.getMessage(), e);
        }
        return file.values;
    }

    private void root(Node node) {
        if (node instanceof MappingNode mapping) {
            section("", mapping);
        } else if (!isNull(node)) {
            throw new ConfigException(name + ": expected keys and values at the top level");
        }
    }

    private void section(String prefix, MappingNode mapping) {
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new ConfigException(at(tuple.getKeyNode()) + ": a key must be a plain name");
            }
            value(prefix + key.getValue(), tuple.getValueNode());
        }
    }

    private void value(String path, Node node) {
        if (node instanceof MappingNode mapping) {
            section(path + ".", mapping);
        } else if (node instanceof SequenceNode sequence) {
            put(path, node, sequence.getValue().stream().map(this::item).toList(), true);
        } else if (node instanceof ScalarNode scalar && !isNull(node)) {
            put(path, node, List.of(scalar.getValue()), false);
        }
        // An empty value, as in "tls:" with every line below it commented out, sets nothing.
    }

    private void put(String path, Node node, List<String> items, boolean list) {
        RawValue earlier = values.put(path, new RawValue(items, list, source(node)));
        if (earlier != null) {
            throw new ConfigException(path + " is set twice: " + earlier.source() + " and " + source(node));
        }
    }

    private String item(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new ConfigException(at(node) + ": an element of a list must be a plain value");
    }

    private Source source(Node node) {
        return new Source.FileLine(name, line(node));
    }

    private String at(Node node) {
        return name + ":" + line(node);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }
}
