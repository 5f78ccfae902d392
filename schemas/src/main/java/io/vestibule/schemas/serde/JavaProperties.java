package io.vestibule.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.apache.avro.Schema;

/** Schemas without the properties that only Java code generation needs. */
final class JavaProperties {

    private static final Set<String> NAMES =
            Set.of("avro.java.string", "java-class", "java-key-class", "java-element-class");
    private static final ObjectMapper JSON = new ObjectMapper();

    private JavaProperties() {}

    /** @return the same schema as other languages would write it */
    static Schema without(Schema schema) {
        try {
            JsonNode json = JSON.readTree(schema.toString());
            return new Schema.Parser().parse(stripped(json).toString());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a schema is JSON: " + schema.getFullName(), impossible);
        }
    }

    private static JsonNode stripped(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(NAMES);
            if (object.size() == 1 && object.path("type").isTextual()) {
                return object.path("type");
            }
            object.properties().forEach(property -> {
                if (!property.getKey().equals("default")) {
                    property.setValue(stripped(property.getValue()));
                }
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, stripped(array.get(i)));
            }
        }
        return node;
    }
}
