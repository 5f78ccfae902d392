package io.vestibule.testkit.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.RoomRefusal;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.wire.EventFormat;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The two steps of joins and leaves, answered by a resident server. */
final class RoomAnswers {

    private final ServerName server;
    private final FederationWorld world;

    RoomAnswers(ServerName server, FederationWorld world) {
        this.server = server;
        this.world = world;
    }

    Answer make(RecordedRequest request, String membership) {
        Optional<ScriptedRoom> room = room(request);
        if (room.isEmpty()) {
            return Answer.notFound();
        }
        UserId user = UserId.of(request.subject());
        if (!XMatrix.origin(request).equals(Optional.of(user.server()))) {
            return Answer.error(403, "M_FORBIDDEN", "You may only ask for your own users");
        }
        String version = room.get().version().value();
        if (membership.equals("join") && !versions(request.target()).contains(version)) {
            return new Answer(
                    400,
                    new JsonObject()
                            .put("errcode", "M_INCOMPATIBLE_ROOM_VERSION")
                            .put("error", "Your homeserver does not support the room's version")
                            .put("room_version", version)
                            .toBuffer());
        }
        try {
            JsonObject template = room.get().template(user, membership, server);
            return Answer.ok(new JsonObject().put("room_version", version).put("event", template));
        } catch (RoomRefusal refusal) {
            return Answer.error(403, "M_FORBIDDEN", String.valueOf(refusal.getMessage()));
        }
    }

    Answer send(RecordedRequest request, String membership, boolean historic) {
        Optional<ScriptedRoom> room = room(request);
        if (room.isEmpty()) {
            return Answer.notFound();
        }
        JsonObject event = request.json();
        Optional<String> flaw = flawOf(room.get(), request, event, membership);
        if (flaw.isPresent()) {
            return Answer.error(400, "M_INVALID_PARAM", flaw.get());
        }
        try {
            RoomEvent accepted = new RoomEvent(room.get().format().idOf(event), event);
            List<RoomEvent> before = room.get().accept(accepted);
            JsonObject body = membership.equals("join") ? joined(room.get(), accepted, before) : new JsonObject();
            return historic ? Answer.ok(new JsonArray().add(200).add(body)) : Answer.ok(body);
        } catch (RoomRefusal refusal) {
            return Answer.error(403, "M_FORBIDDEN", String.valueOf(refusal.getMessage()));
        }
    }

    private Optional<ScriptedRoom> room(RecordedRequest request) {
        return world.room(request.room()).filter(room -> room.isResident(server));
    }

    private Optional<String> flawOf(ScriptedRoom room, RecordedRequest request, JsonObject event, String membership) {
        EventFormat format = room.format();
        ServerName origin = XMatrix.origin(request).orElseThrow();
        if (!format.idOf(event).value().equals(request.subject())) {
            return Optional.of("the event's ID is " + format.idOf(event));
        }
        if (!event.getString("sender", "").endsWith(":" + origin)
                || !event.getString("sender").equals(event.getString("state_key"))
                || !event.getString("room_id", "").equals(room.id().value())
                || !event.getString("type", "").equals("m.room.member")
                || !event.getJsonObject("content").getString("membership", "").equals(membership)) {
            return Optional.of("not a " + membership + " of a user of " + origin);
        }
        if (!format.contentHashMatches(event)) {
            return Optional.of("the content hash does not match");
        }
        return isSignedBy(origin, event, format) ? Optional.empty() : Optional.of("not signed by " + origin);
    }

    private boolean isSignedBy(ServerName origin, JsonObject event, EventFormat format) {
        Collection<String> keyIds = event.getJsonObject("signatures", new JsonObject())
                .getJsonObject(origin.value(), new JsonObject())
                .fieldNames();
        return keyIds.stream()
                .anyMatch(keyId -> world.publicKey(origin, keyId)
                        .filter(key -> format.verify(event, origin, keyId, key))
                        .isPresent());
    }

    private JsonObject joined(ScriptedRoom room, RoomEvent join, List<RoomEvent> before) {
        return new JsonObject()
                .put("origin", server.value())
                .put("state", jsonOf(before))
                .put("auth_chain", jsonOf(room.authChain(before)))
                .put("event", join.copy())
                .put("members_omitted", false);
    }

    private static JsonArray jsonOf(List<RoomEvent> events) {
        JsonArray array = new JsonArray();
        events.forEach(event -> array.add(event.copy()));
        return array;
    }

    private static List<String> versions(String target) {
        int question = target.indexOf('?');
        if (question < 0) {
            return List.of("1");
        }
        return Arrays.stream(target.substring(question + 1).split("&"))
                .filter(parameter -> parameter.startsWith("ver="))
                .map(parameter -> URLDecoder.decode(parameter.substring(4), StandardCharsets.UTF_8))
                .toList();
    }
}
