package io.vestibule.matrix.api;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonNull;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import io.vestibule.matrix.json.JsonString;
import io.vestibule.matrix.json.JsonValue;
import io.vestibule.matrix.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The small fields of an answer to {@code send_join}, read from the pieces that the splitter has kept. */
final class SendJoinFields {

    static final String EVENT = "event";
    private static final String MEMBERS_OMITTED = "members_omitted";
    private static final String SERVERS_IN_ROOM = "servers_in_room";
    private static final Set<String> KNOWN = Set.of(EVENT, MEMBERS_OMITTED, SERVERS_IN_ROOM);

    private SendJoinFields() {}

    static boolean isKnown(String key) {
        return KNOWN.contains(key);
    }

    /** The text of a quoted key; one that is no JSON string reads as the empty key, which nothing is called. */
    static String keyText(byte[] quoted) {
        byte[] wrapped = ("{" + new String(quoted, StandardCharsets.UTF_8) + ":0}").getBytes(StandardCharsets.UTF_8);
        try {
            return JsonObject.parse(wrapped, JsonRules.LENIENT)
                    .iterator()
                    .next()
                    .name();
        } catch (InvalidJsonException noKey) {
            return "";
        }
    }

    /** Reads the kept fields; sections are in the map too, to tell whether they were there. */
    static SendJoinEnd read(Map<String, byte[]> fields) {
        try {
            for (RoomSection section : RoomSection.values()) {
                if (!fields.containsKey(section.label())) {
                    throw Refusal.missing(section.label());
                }
            }
            return complete(document(fields));
        } catch (Refusal refusal) {
            return new SendJoinEnd.Malformed(refusal.error().message());
        }
    }

    private static SendJoinEnd complete(JsonObject body) throws Refusal {
        boolean without = body.get(EVENT).orElse(null) instanceof JsonNull;
        @Nullable JsonObject event = without ? null : Body.optionalObject(body, EVENT);
        boolean membersOmitted = Body.flag(body, MEMBERS_OMITTED);
        Set<ServerName> servers = new LinkedHashSet<>();
        for (JsonValue server : Body.list(body, SERVERS_IN_ROOM)) {
            if (server instanceof JsonString name) {
                ServerName.parse(name.value()).ifPresent(servers::add);
            }
        }
        if (membersOmitted && servers.isEmpty()) {
            throw Refusal.invalid("members are omitted, and servers_in_room names no server");
        }
        return new SendJoinEnd.Complete(event, membersOmitted, List.copyOf(servers));
    }

    private static JsonObject document(Map<String, byte[]> fields) throws Refusal {
        JsonWriter writer = new JsonWriter().beginObject();
        for (String name : KNOWN) {
            byte[] value = fields.get(name);
            if (value != null) {
                checked(name, value);
                writer.field(name, value);
            }
        }
        return Body.object(writer.endObject().toBytes());
    }

    // Each piece is checked alone first: put together, two broken pieces could make one document that looks whole.
    private static void checked(String name, byte[] value) throws Refusal {
        JsonObject alone = Body.object(
                new JsonWriter().beginObject().field(name, value).endObject().toBytes());
        if (alone.size() != 1) {
            throw Refusal.wrongType(name, "one JSON value");
        }
    }
}
