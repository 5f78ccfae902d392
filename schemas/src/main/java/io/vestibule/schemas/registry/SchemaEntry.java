package io.vestibule.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;

/**
 * One record of the schema topic: a schema under a subject. The key is subject and ID, so that registering twice is
 * compacted to once.
 *
 * @param subject the subject
 * @param id the content ID
 * @param text the schema's text
 */
record SchemaEntry(String subject, int id, String text) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static SchemaEntry of(String subject, String text) {
        return new SchemaEntry(subject, SchemaText.contentId(text), text);
    }

    byte[] key() {
        return (subject + "/" + id).getBytes(UTF_8);
    }

    byte[] value() {
        return JSON.createObjectNode()
                .put("subject", subject)
                .put("id", id)
                .put("schema", text)
                .toString()
                .getBytes(UTF_8);
    }

    /** @return the entry, or empty if the bytes are not one whose ID and schema are sound */
    static Optional<SchemaEntry> parse(byte[] value) {
        try {
            JsonNode json = JSON.readTree(value);
            SchemaEntry entry = new SchemaEntry(
                    json.path("subject").asText(),
                    json.path("id").asInt(),
                    json.path("schema").asText());
            SchemaText.parse(entry.text());
            return entry.id() == SchemaText.contentId(entry.text())
                            && !entry.subject().isEmpty()
                    ? Optional.of(entry)
                    : Optional.empty();
        } catch (IOException | AvroRuntimeException unsound) {
            return Optional.empty();
        }
    }
}
