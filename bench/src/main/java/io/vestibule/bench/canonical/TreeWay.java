package io.vestibule.bench.canonical;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Set;

/** What most servers on the JVM would do: read into Jackson's tree, change it, write it with sorted names. */
final class TreeWay {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> KEPT_V11 = Set.of(
            "event_id",
            "type",
            "room_id",
            "sender",
            "state_key",
            "content",
            "hashes",
            "depth",
            "prev_events",
            "auth_events",
            "origin_server_ts");
    private static final int USUAL_LENGTH = 1024;

    byte[] canonical(byte[] event) throws IOException {
        return sorted(MAPPER.readTree(event));
    }

    /** The content hash, then the reference hash of a room version 11 member event. */
    byte[] hashes(byte[] event) throws IOException, NoSuchAlgorithmException {
        ObjectNode tree = (ObjectNode) MAPPER.readTree(event);
        ObjectNode redacted = tree.deepCopy();
        tree.remove(Set.of("unsigned", "signatures", "hashes"));
        byte[] content = MessageDigest.getInstance("SHA-256").digest(sorted(tree));
        redacted.retain(KEPT_V11);
        ((ObjectNode) redacted.get("content")).retain("membership", "join_authorised_via_users_server");
        byte[] reference = MessageDigest.getInstance("SHA-256").digest(sorted(redacted));
        byte[] both = Arrays.copyOf(content, content.length + reference.length);
        System.arraycopy(reference, 0, both, content.length, reference.length);
        return both;
    }

    private static byte[] sorted(JsonNode node) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_LENGTH);
        try (JsonGenerator generator = MAPPER.createGenerator(out)) {
            write(node, generator);
        }
        return out.toByteArray();
    }

    private static void write(JsonNode node, JsonGenerator to) throws IOException {
        switch (node) {
            case ObjectNode object -> {
                to.writeStartObject();
                String[] names = new String[object.size()];
                int count = 0;
                for (var each = object.fieldNames(); each.hasNext(); ) {
                    names[count++] = each.next();
                }
                Arrays.sort(names);
                for (String name : names) {
                    to.writeFieldName(name);
                    write(object.get(name), to);
                }
                to.writeEndObject();
            }
            case ArrayNode array -> {
                to.writeStartArray();
                for (JsonNode element : array) {
                    write(element, to);
                }
                to.writeEndArray();
            }
            default -> to.writeTree(node);
        }
    }
}
