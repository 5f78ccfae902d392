package io.vestibule.appservice.registration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A mapping of a YAML file whose every complaint names file, line and key. Used while reading only. */
final class YamlSection {

    private final String file;
    private final String path;
    private final MappingNode node;
    private final Map<String, Node> values = new LinkedHashMap<>();

    private YamlSection(String file, String path, MappingNode node) {
        this.file = file;
        this.path = path;
        this.node = node;
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key
                    && values.put(key.getValue(), tuple.getValueNode()) != null) {
                throw wrongAt(key, path + key.getValue() + " is set twice");
            }
        }
    }

    static YamlSection parse(String file, String yaml) {
        try {
            Node root = new Compose(LoadSettings.builder().setLabel(file).build())
                    .composeString(yaml)
                    .orElseThrow(() -> new RegistrationException(file + ":1", "the file is empty"));
            if (root instanceof MappingNode mapping) {
                return new YamlSection(file, "", mapping);
            }
            throw new RegistrationException(file + ":" + line(root), "expected keys and values");
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new RegistrationException(file + ":" + line, "is not valid YAML: " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new RegistrationException(file + ":1", "is not valid YAML", e);
        }
    }

    /** A text that is not empty; a number or a truth value is none. */
    String text(String key) {
        Node value = required(key);
        if (value instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.STR)
                && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        throw wrongAt(value, path + key + " must be a text that is not empty");
    }

    boolean bool(String key) {
        Node value = required(key);
        if (value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
            return scalar.getValue().equalsIgnoreCase("true");
        }
        throw wrongAt(value, path + key + " must be true or false");
    }

    /** Whether the key is there and says null. */
    boolean isNull(String key) {
        return required(key).getTag().equals(Tag.NULL);
    }

    YamlSection section(String key) {
        Node value = required(key);
        if (value instanceof MappingNode mapping) {
            return new YamlSection(file, path + key + ".", mapping);
        }
        throw wrongAt(value, path + key + " must hold keys and values");
    }

    /** The elements of a list; none where the key is missing or null. */
    List<Node> list(String key) {
        Node value = values.get(key);
        if (value == null || value.getTag().equals(Tag.NULL)) {
            return List.of();
        }
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw wrongAt(value, path + key + " must be a list");
    }

    YamlSection element(String key, Node element) {
        if (element instanceof MappingNode mapping) {
            return new YamlSection(file, path + key + "[].", mapping);
        }
        throw wrongAt(element, "an element of " + path + key + " must hold regex and exclusive");
    }

    RegistrationException wrong(String key, String reason) {
        return wrongAt(required(key), path + key + " " + reason);
    }

    private Node required(String key) {
        Node value = values.get(key);
        if (value == null) {
            throw wrongAt(node, path + key + " is missing");
        }
        return value;
    }

    private RegistrationException wrongAt(Node where, String reason) {
        return new RegistrationException(file + ":" + line(where), reason);
    }

    private static int line(Node where) {
        return where.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
