package io.vestibule.matrix.api;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT /_matrix/federation/unstable/org.matrix.msc4329/invite/{roomId}} (<a
 * href="https://github.com/matrix-org/matrix-spec-proposals/pull/4329">MSC4329</a>), also under its first name
 * {@code org.matrix.msc0000}; with {@code via} of MSC4125.
 *
 * <p>For room versions 3 and later. The invite comes with the room's create event, which tells the version. Never served or
 * called under the stable {@code /v3/} path: another proposal (MSC4014) is in use there.
 */
public final class InviteWithAuth {

    /** One for each unstable prefix, MSC4329's first; that is the one to call. */
    public static final List<Endpoint> ENDPOINTS = UnstableNames.INVITE_WITH_AUTH.stream()
            .map(prefix -> Endpoint.put("/_matrix/federation/unstable/" + prefix + "/invite/{roomId}"))
            .toList();

    /** How many entries {@code state} may have. */
    public static final int MOST_STATE = 100;

    private static final String CREATE = "m.room.create";

    private InviteWithAuth() {}

    /**
     * @param room the room, as the path names it
     * @param event the invite as received
     * @param inviteRoomState stripped state; may be empty
     * @param state the room's create event and what came along
     * @param via the servers through which the room can be reached, each once; empty if the invite has no such list
     */
    public record Request(
            RoomId room, JsonObject event, List<JsonObject> inviteRoomState, State state, List<ServerName> via) {
        public Request {
            inviteRoomState = List.copyOf(inviteRoomState);
            via = List.copyOf(via);
        }
    }

    /**
     * @param create the room's one create event, not verified
     * @param roomVersion the version that it names
     * @param others how many further events came along; they prove nothing and are not read
     */
    public record State(JsonObject create, RoomVersionId roomVersion, int others) {}

    /** @return the request to send to the endpoint under a prefix; {@code state} holds the create event alone */
    public static ApiRequest encode(Request request, Endpoint endpoint) {
        return encode(request, endpoint, List.of(UnstableNames.VIA));
    }

    /**
     * @param viaNames the names under which {@code via} stands; empty to leave it out
     * @return the request to send to the endpoint under a prefix; {@code state} holds the create event alone
     */
    public static ApiRequest encode(Request request, Endpoint endpoint, List<String> viaNames) {
        JsonWriter body = new JsonWriter().beginObject().field("event", request.event());
        Body.write(body, "invite_room_state", request.inviteRoomState());
        ViaList.write(body, request.via(), viaNames);
        Body.write(body, "state", List.of(request.state().create()));
        return ApiRequest.of(
                endpoint,
                endpoint.path(request.room().value()),
                body.endObject().toBytes());
    }

    /** @return the request, or 400 with the code that fits the fault */
    public static Decoded<Request> decode(PathParameters path, JsonObject body) {
        return Reading.decoded(() -> new Request(
                path.roomId(),
                Body.object(body, "event"),
                Body.objects(body, "invite_room_state", InviteV2.MOST_STATE_READ),
                state(body),
                ViaList.read(body)));
    }

    /** @return the answer to an invite that has been taken: the event with our signature added */
    public static ApiResponse answer(byte[] signedEvent) {
        return ApiResponse.ok(InviteAnswer.object(signedEvent));
    }

    /** @return the event that the invited server has signed */
    public static Answer<JsonObject> read(ApiResponse response) {
        return Reading.answer(response, InviteAnswer::event);
    }

    private static State state(JsonObject body) throws Refusal {
        Body.required(body, "state");
        List<JsonObject> events = Body.objects(body, "state", MOST_STATE);
        @Nullable JsonObject create = null;
        for (JsonObject event : events) {
            if (event.string("type").filter(CREATE::equals).isPresent()) {
                if (create != null) {
                    throw Refusal.invalid("state holds more than one m.room.create");
                }
                create = event;
            }
        }
        if (create == null) {
            throw Refusal.invalid("state holds no m.room.create");
        }
        if (create.string("state_key").filter(String::isEmpty).isEmpty()) {
            throw Refusal.invalid("the state_key of the m.room.create in state is not empty");
        }
        return new State(create, roomVersion(create), events.size() - 1);
    }

    private static RoomVersionId roomVersion(JsonObject create) throws Refusal {
        JsonObject content = Body.object(create, "content");
        // A create event that names no version makes a room of version 1 (specification, m.room.create).
        String version = content.has("room_version") ? Body.string(content, "room_version") : "1";
        if (version.equals("1") || version.equals("2")) {
            throw Refusal.invalid("room version " + version + " has no invites with auth");
        }
        return Body.roomVersion(version);
    }
}
