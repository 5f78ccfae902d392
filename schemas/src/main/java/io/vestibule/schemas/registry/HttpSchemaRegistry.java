package io.vestibule.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** A registry behind Confluent's REST interface (Confluent's own, Apicurio's {@code ccompat}, Karapace). Thread-safe. */
final class HttpSchemaRegistry implements SchemaRegistry {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryCalls calls;
    private final boolean normalize;

    HttpSchemaRegistry(RegistryCalls calls, boolean normalize) {
        this.calls = calls;
        this.normalize = normalize;
    }

    static HttpSchemaRegistry of(List<String> urls, RegistrySettings settings) {
        return new HttpSchemaRegistry(
                RegistryHttpClient.calls(urls, settings), settings.flag("normalize.schemas", false));
    }

    @Override
    public int register(String subject, Schema schema) {
        String path = "/subjects/" + PathSegment.encode(subject) + "/versions?normalize=" + normalize;
        return id(path, post(path, schema));
    }

    @Override
    public int idOf(String subject, Schema schema) {
        String path = "/subjects/" + PathSegment.encode(subject) + "?normalize=" + normalize + "&deleted=false";
        return id(path, post(path, schema));
    }

    @Override
    public Schema schemaOf(int id, String subject) {
        String path = "/schemas/ids/" + id + "?fetchMaxId=false&subject=" + PathSegment.encode(subject);
        return schema(path, json(path, calls.get(path)));
    }

    @Override
    public Schema schemaOf(UUID guid) {
        String path = "/schemas/guids/" + guid;
        return schema(path, json(path, calls.get(path)));
    }

    @Override
    public RegisteredSchema latest(String subject) {
        String path = "/subjects/" + PathSegment.encode(subject) + "/versions/latest";
        JsonNode answer = json(path, calls.get(path));
        return new RegisteredSchema(id(path, answer), schema(path, answer));
    }

    @Override
    public void close() {
        calls.close();
    }

    private JsonNode post(String path, Schema schema) {
        ObjectNode body = JSON.createObjectNode().put("schemaType", "AVRO").put("schema", schema.toString());
        return json(path, calls.post(path, body.toString().getBytes(UTF_8)));
    }

    private static JsonNode json(String path, byte[] answer) {
        try {
            JsonNode json = JSON.readTree(answer);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (IOException notJson) {
            throw unexpected(path, "not JSON");
        }
        throw unexpected(path, "not a JSON object");
    }

    private static int id(String path, JsonNode answer) {
        if (!answer.path("id").isInt()) {
            throw unexpected(path, "no id");
        }
        return answer.path("id").asInt();
    }

    private static Schema schema(String path, JsonNode answer) {
        String type = answer.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO") || !answer.path("schema").isTextual()) {
            throw unexpected(path, "no Avro schema (schemaType " + type + ")");
        }
        if (!answer.path("references").isEmpty()) {
            throw unexpected(path, "a schema with references, which Vestibule's topics never have");
        }
        try {
            return SchemaText.parse(answer.path("schema").asText());
        } catch (AvroRuntimeException unsound) {
            throw unexpected(path, "a schema that is not Avro: " + unsound.getMessage());
        }
    }

    private static RegistryRefusedException unexpected(String path, String what) {
        return new RegistryRefusedException("the registry answered " + path + " with " + what, 200, 0);
    }
}
