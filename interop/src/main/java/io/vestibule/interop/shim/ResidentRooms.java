package io.vestibule.interop.shim;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.testkit.room.Identity;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.RoomRefusal;
import io.vestibule.testkit.room.ScriptedRoom;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The rooms that our homeserver has made, and its answers to servers that join or leave them. Thread-safe. */
final class ResidentRooms {

    private static final String FEDERATION = "/_matrix/federation/";

    private final Map<String, OwnRoom> rooms = new ConcurrentHashMap<>();
    private final Identity self;

    ResidentRooms(Identity self) {
        this.self = self;
    }

    /**
     * An answer.
     *
     * @param status the HTTP status
     * @param body JSON
     */
    record Answer(int status, String body) {
        static Answer error(int status, String code, String words) {
            return new Answer(
                    status,
                    new JsonObject().put("errcode", code).put("error", words).encode());
        }
    }

    Identity self() {
        return self;
    }

    ScriptedRoom create(String version, String creator, String name) {
        return ScriptedRoom.create(RoomVersionId.of(version), self, creator, name);
    }

    void add(OwnRoom room) {
        rooms.put(room.id(), room);
    }

    /** @return whether this is a step of a join or leave */
    boolean serves(String target) {
        return target.startsWith(FEDERATION) && (target.contains("/make_") || target.contains("/send_"));
    }

    /** Answers {@code make_join}, {@code make_leave}, {@code send_join} and {@code send_leave}. */
    Answer answer(String target, String body) {
        String[] halves = target.split("\\?", 2);
        String[] parts = halves[0].substring(FEDERATION.length()).split("/", -1);
        OwnRoom own = parts.length == 4 ? rooms.get(decode(parts[2])) : null;
        if (own == null) {
            return Answer.error(404, "M_NOT_FOUND", "no such room here");
        }
        String versions = halves.length == 2 ? halves[1] : "ver=1";
        try {
            return switch (parts[0] + "/" + parts[1]) {
                case "v1/make_join" -> offered(own.room(), decode(parts[3]), versions);
                case "v1/make_leave" -> template(own.room(), decode(parts[3]), "leave");
                case "v2/send_join" -> joined(own.room(), body);
                case "v2/send_leave" -> {
                    taken(own.room(), body);
                    yield new Answer(200, "{}");
                }
                default -> Answer.error(404, "M_UNRECOGNIZED", "Unrecognized request");
            };
        } catch (RoomRefusal refusal) {
            return Answer.error(403, "M_FORBIDDEN", String.valueOf(refusal.getMessage()));
        }
    }

    private Answer offered(ScriptedRoom room, String user, String versions) {
        if (!List.of(versions.split("&")).contains("ver=" + room.version())) {
            return Answer.error(400, "M_INCOMPATIBLE_ROOM_VERSION", "the room's version is " + room.version());
        }
        return template(room, user, "join");
    }

    private Answer template(ScriptedRoom room, String user, String membership) {
        JsonObject event = room.template(UserId.of(user), membership, self.server());
        JsonObject offer =
                new JsonObject().put("room_version", room.version().value()).put("event", event);
        return new Answer(200, offer.encode());
    }

    private Answer joined(ScriptedRoom room, String body) {
        List<RoomEvent> before = taken(room, body);
        JsonObject answer = new JsonObject()
                .put("origin", self.server().value())
                .put("event", new JsonObject(body))
                .put("members_omitted", false)
                .put("state", json(before))
                .put("auth_chain", json(room.authChain(before)));
        return new Answer(200, answer.encode());
    }

    private static List<RoomEvent> taken(ScriptedRoom room, String body) {
        JsonObject event = new JsonObject(body);
        return room.accept(new RoomEvent(room.format().idOf(event), event));
    }

    private static JsonArray json(List<RoomEvent> events) {
        JsonArray array = new JsonArray();
        events.forEach(event -> array.add(event.copy()));
        return array;
    }

    private static String decode(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
