package io.vestibule.testkit.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.testkit.room.Identity;
import io.vestibule.testkit.wire.EventFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Invites and transactions, answered by the server of the invited user as strictly as the specification allows: an invite is
 * co-signed if it is a good one in an envelope that is complete.
 */
final class InviteAnswers {

    private static final String VIA = "org.matrix.msc4125.via";

    private final Identity identity;
    private final FederationWorld world;

    InviteAnswers(Identity identity, FederationWorld world) {
        this.identity = identity;
        this.world = world;
    }

    Answer v1(RecordedRequest request) {
        JsonObject event = request.json();
        JsonArray state =
                event.getJsonObject("unsigned", new JsonObject()).getJsonArray("invite_room_state", new JsonArray());
        return coSign(request, event, state, version(state), true);
    }

    Answer v2(RecordedRequest request) {
        JsonObject body = request.json();
        JsonArray state = body.getJsonArray("invite_room_state", new JsonArray());
        if (!body.getString("room_version", "").equals(version(state).orElse("missing"))) {
            return invalid("invite_room_state has no create event of the room's version");
        }
        return viaIsEmpty(body)
                ? invalid("via is empty")
                : coSign(request, body.getJsonObject("event"), state, version(state), false);
    }

    Answer withAuth(RecordedRequest request) {
        JsonObject body = request.json();
        JsonArray shown = body.getJsonArray("invite_room_state", new JsonArray());
        if (version(shown).isPresent()) {
            return invalid("the create event belongs into state alone");
        }
        return viaIsEmpty(body)
                ? invalid("via is empty")
                : coSign(request, body.getJsonObject("event"), shown, version(body.getJsonArray("state")), false);
    }

    private Answer coSign(
            RecordedRequest request, JsonObject event, JsonArray state, Optional<String> version, boolean historic) {
        if (version.isEmpty()) {
            return invalid("there is no create event");
        }
        EventFormat format = new EventFormat(RoomVersionId.of(version.get()));
        Optional<String> flaw = flawOf(request, event, state, format);
        if (flaw.isPresent()) {
            return invalid(flaw.get());
        }
        JsonObject signed = event.copy();
        signed.remove("unsigned");
        JsonObject body = new JsonObject().put("event", format.sign(signed, identity.server(), identity.key()));
        return historic ? Answer.ok(new JsonArray().add(200).add(body)) : Answer.ok(body);
    }

    private Optional<String> flawOf(RecordedRequest request, JsonObject event, JsonArray state, EventFormat format) {
        ServerName origin = XMatrix.origin(request).orElseThrow();
        EventId id = format.idOf(event);
        boolean namesEvent = request.route() != Route.INVITE_WITH_AUTH;
        if (namesEvent && !request.subject().equals(id.value())) {
            return Optional.of("the event's ID is " + id);
        }
        if (!event.getString("room_id").equals(request.room())
                || !event.getString("sender").endsWith(":" + origin)
                || !event.getString("state_key").endsWith(":" + identity.server())
                || !event.getJsonObject("content").getString("membership").equals("invite")) {
            return Optional.of("not an invite of " + origin + " for a user of this server");
        }
        if (!format.contentHashMatches(event) || !isSignedBy(origin, event, format)) {
            return Optional.of("not hashed and signed by " + origin);
        }
        return state.stream().allMatch(entry -> ((JsonObject) entry).containsKey("auth_events"))
                ? Optional.empty()
                : Optional.of("invite_room_state holds something other than PDUs");
    }

    private boolean isSignedBy(ServerName origin, JsonObject event, EventFormat format) {
        return event.getJsonObject("signatures").getJsonObject(origin.value(), new JsonObject()).fieldNames().stream()
                .anyMatch(key -> world.publicKey(origin, key)
                        .filter(publicKey -> format.verify(event, origin, key, publicKey))
                        .isPresent());
    }

    private static Optional<String> version(@Nullable JsonArray state) {
        return state == null
                ? Optional.empty()
                : state.stream()
                        .map(JsonObject.class::cast)
                        .filter(event -> event.getString("type").equals("m.room.create"))
                        .map(create -> create.getJsonObject("content").getString("room_version", "1"))
                        .findFirst();
    }

    private static boolean viaIsEmpty(JsonObject body) {
        return body.containsKey(VIA) && body.getJsonArray(VIA).isEmpty();
    }

    private static Answer invalid(String why) {
        return Answer.error(400, "M_INVALID_PARAM", why);
    }
}
