package io.vestibule.matrix.api;

import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import java.util.List;

/**
 * {@code PUT /_matrix/federation/v2/invite/{roomId}/{eventId}} (<a
 * href="https://spec.matrix.org/v1.19/server-server-api/#put_matrixfederationv2inviteroomideventid">specification</a>), with
 * {@code via} of <a href="https://github.com/matrix-org/matrix-spec-proposals/pull/4125">MSC4125</a>.
 */
public final class InviteV2 {

    public static final Endpoint ENDPOINT = Endpoint.put("/_matrix/federation/v2/invite/{roomId}/{eventId}");

    /** How many entries {@code invite_room_state} may have where we are the ones who send it. */
    public static final int MOST_STATE = 100;

    /** How many entries are read; a reader may take fewer. */
    public static final int MOST_STATE_READ = 1_000;

    private InviteV2() {}

    /**
     * @param path the room and the event, as the path names them
     * @param roomVersion the room's version, not necessarily one that we know
     * @param event the invite as received
     * @param inviteRoomState stripped state, each entry in four fields or a whole PDU; may be empty
     * @param via the servers through which the room can be reached, each once; empty if the invite has no such list
     */
    public record Request(
            EventPath path,
            RoomVersionId roomVersion,
            JsonObject event,
            List<JsonObject> inviteRoomState,
            List<ServerName> via) {
        public Request {
            inviteRoomState = List.copyOf(inviteRoomState);
            via = List.copyOf(via);
        }
    }

    /** @return the request to send, with {@code via} under its unstable name; left out when empty */
    public static ApiRequest encode(Request request) {
        return encode(request, List.of(UnstableNames.VIA));
    }

    /**
     * @param viaNames the names under which {@code via} stands; empty to leave it out
     * @return the request to send; {@code via} is left out when empty
     */
    public static ApiRequest encode(Request request, List<String> viaNames) {
        JsonWriter body = new JsonWriter().beginObject().field("event", request.event());
        Body.write(body, "invite_room_state", request.inviteRoomState());
        ViaList.write(body, request.via(), viaNames);
        body.field("room_version", request.roomVersion().value()).endObject();
        return ApiRequest.of(ENDPOINT, request.path().on(ENDPOINT), body.toBytes());
    }

    /** @return the request, or 400 with the code that fits the fault */
    public static Decoded<Request> decode(PathParameters path, JsonObject body) {
        return Reading.decoded(() -> new Request(
                path.eventPath(),
                Body.roomVersion(Body.string(body, "room_version")),
                Body.object(body, "event"),
                Body.objects(body, "invite_room_state", MOST_STATE_READ),
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
}
