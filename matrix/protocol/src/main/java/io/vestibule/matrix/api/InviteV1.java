package io.vestibule.matrix.api;

import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT /_matrix/federation/v1/invite/{roomId}/{eventId}} (<a
 * href="https://spec.matrix.org/v1.19/server-server-api/#put_matrixfederationv1inviteroomideventid">specification</a>).
 *
 * <p>The body is the event itself, of room version 1 or 2; the stripped state sits in its {@code unsigned}. The answer is
 * {@code [200, {"event": …}]}.
 */
public final class InviteV1 {

    public static final Endpoint ENDPOINT = Endpoint.put("/_matrix/federation/v1/invite/{roomId}/{eventId}");

    private static final String UNSIGNED = "unsigned";
    private static final String STATE = "invite_room_state";

    private InviteV1() {}

    /**
     * @param path the room and the event, as the path names them
     * @param event the invite as received
     * @param inviteRoomState stripped state; may be empty
     */
    public record Request(EventPath path, JsonObject event, List<JsonObject> inviteRoomState) {
        public Request {
            inviteRoomState = List.copyOf(inviteRoomState);
        }
    }

    /** @return the request to send; the state is put into the event's {@code unsigned}, whatever else that holds */
    public static ApiRequest encode(Request request) {
        JsonWriter state = new JsonWriter().beginArray();
        request.inviteRoomState().forEach(state::value);
        byte[] unsigned = request.event()
                .object(UNSIGNED)
                .orElseGet(() -> JsonObject.of("{}"))
                .with(STATE, state.endArray().toBytes());
        return ApiRequest.of(
                ENDPOINT, request.path().on(ENDPOINT), request.event().with(UNSIGNED, unsigned));
    }

    /** @return the request, or 400 with the code that fits the fault */
    public static Decoded<Request> decode(PathParameters path, JsonObject body) {
        return Reading.decoded(() -> new Request(path.eventPath(), body, state(body)));
    }

    /** @return the answer to an invite that has been taken: the event with our signature added */
    public static ApiResponse answer(byte[] signedEvent) {
        return ApiResponse.ok(StatusPair.write(InviteAnswer.object(signedEvent)));
    }

    /** @return the event that the invited server has signed */
    public static Answer<JsonObject> read(ApiResponse response) {
        return Reading.pairAnswer(response, InviteAnswer::event);
    }

    private static List<JsonObject> state(JsonObject event) throws Refusal {
        @Nullable JsonObject unsigned = Body.optionalObject(event, UNSIGNED);
        return unsigned == null ? List.of() : Body.objects(unsigned, STATE, InviteV2.MOST_STATE_READ);
    }
}
