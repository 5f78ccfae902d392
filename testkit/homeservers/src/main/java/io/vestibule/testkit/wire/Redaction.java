package io.vestibule.testkit.wire;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/** The redaction algorithm of every room version, as tables (specification, "Room Versions", "Redactions"). */
final class Redaction {

    private static final List<String> TOP_LEVEL = List.of(
            "event_id",
            "type",
            "room_id",
            "sender",
            "state_key",
            "content",
            "hashes",
            "signatures",
            "depth",
            "prev_events",
            "auth_events",
            "origin_server_ts");
    private static final List<String> TOP_LEVEL_UNTIL_10 = List.of("prev_state", "origin", "membership");
    private static final List<String> POWER_LEVELS =
            List.of("ban", "events", "events_default", "kick", "redact", "state_default", "users", "users_default");

    private Redaction() {}

    static JsonObject redact(JsonObject event, int version) {
        JsonObject redacted = pick(event.copy(), TOP_LEVEL);
        if (version <= 10) {
            redacted.mergeIn(pick(event.copy(), TOP_LEVEL_UNTIL_10));
        }
        JsonObject content = event.getJsonObject("content", new JsonObject()).copy();
        return redacted.put("content", redactContent(event.getString("type", ""), content, version));
    }

    private static JsonObject redactContent(String type, JsonObject content, int version) {
        return switch (type) {
            case "m.room.member" -> redactMember(content, version);
            case "m.room.create" -> version >= 11 ? content : pick(content, List.of("creator"));
            case "m.room.join_rules" ->
                pick(content, version >= 8 ? List.of("join_rule", "allow") : List.of("join_rule"));
            case "m.room.power_levels" -> pick(content, version >= 11 ? concat(POWER_LEVELS, "invite") : POWER_LEVELS);
            case "m.room.history_visibility" -> pick(content, List.of("history_visibility"));
            case "m.room.aliases" -> version <= 5 ? pick(content, List.of("aliases")) : new JsonObject();
            case "m.room.redaction" -> version >= 11 ? pick(content, List.of("redacts")) : new JsonObject();
            default -> new JsonObject();
        };
    }

    private static JsonObject redactMember(JsonObject content, int version) {
        JsonObject kept = pick(
                content,
                version >= 9 ? List.of("membership", "join_authorised_via_users_server") : List.of("membership"));
        if (version >= 11 && content.getValue("third_party_invite") instanceof JsonObject invite) {
            kept.put("third_party_invite", pick(invite, List.of("signed")));
        }
        return kept;
    }

    private static JsonObject pick(JsonObject from, List<String> keys) {
        JsonObject picked = new JsonObject();
        for (String key : keys) {
            if (from.containsKey(key)) {
                picked.put(key, from.getValue(key));
            }
        }
        return picked;
    }

    private static List<String> concat(List<String> keys, String further) {
        return Stream.concat(keys.stream(), Stream.of(further)).toList();
    }
}
