package io.vestibule.ingress.check;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonString;
import io.vestibule.matrix.json.JsonValue;
import io.vestibule.matrix.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * One entry of stripped state that has the four fields that clients see. Immutable.
 *
 * @param json the entry as received
 * @param type its type
 * @param stateKey its state key
 * @param sender its sender
 * @param content its content
 */
record StrippedEntry(JsonObject json, String type, String stateKey, UserId sender, JsonObject content) {

    static final String CREATE = "m.room.create";

    private static final int FIELDS = 4;

    /** The entry, or empty if one of the four fields is missing or of the wrong type. */
    static Optional<StrippedEntry> read(JsonObject json) {
        return json.string("type")
                .flatMap(type -> json.string("state_key")
                        .flatMap(stateKey -> json.string("sender")
                                .flatMap(UserId::parse)
                                .flatMap(sender -> json.object("content")
                                        .map(content -> new StrippedEntry(json, type, stateKey, sender, content)))));
    }

    static boolean isCreate(JsonObject json) {
        return json.string("type").filter(CREATE::equals).isPresent()
                && json.string("state_key").filter(String::isEmpty).isPresent();
    }

    boolean isCreate() {
        return type.equals(CREATE) && stateKey.isEmpty();
    }

    /** Whether it came as a whole PDU rather than in four fields. */
    boolean looksLikePdu() {
        return json.has("signatures") && json.has("hashes");
    }

    /** Exactly the four fields, their values as received. */
    String stripped() {
        // So most come, and then this is what would be written.
        if (json.size() == FIELDS && json.isCanonical()) {
            return json.toString();
        }
        byte[] document = new JsonWriter(json.byteLength())
                .beginObject()
                .field("content", content)
                .field("sender", sender.value())
                .field("state_key", stateKey)
                .field("type", type)
                .endObject()
                .toBytes();
        return new String(document, StandardCharsets.UTF_8);
    }

    /** Adds the servers that it names: its sender's, a member's, those of the canonical aliases. */
    void addServers(Set<ServerName> servers) {
        servers.add(sender.server());
        if (type.equals("m.room.member")) {
            UserId.parse(stateKey).map(UserId::server).ifPresent(servers::add);
        }
        if (type.equals("m.room.canonical_alias")) {
            content.string("alias").flatMap(StrippedEntry::serverOfAlias).ifPresent(servers::add);
            content.array("alt_aliases").ifPresent(aliases -> {
                for (JsonValue alias : aliases) {
                    if (alias instanceof JsonString text) {
                        serverOfAlias(text.value()).ifPresent(servers::add);
                    }
                }
            });
        }
    }

    private static Optional<ServerName> serverOfAlias(String alias) {
        int colon = alias.indexOf(':');
        return alias.startsWith("#") && colon > 0 ? ServerName.parse(alias.substring(colon + 1)) : Optional.empty();
    }
}
