package io.vestibule.matrix.api;

import io.vestibule.matrix.json.JsonObject;

/**
 * {@code PUT /_matrix/federation/v1/send_join/{roomId}/{eventId}} (<a
 * href="https://spec.matrix.org/v1.17/server-server-api/#put_matrixfederationv1send_joinroomideventid">removed from the
 * specification in v1.18</a>). Answers {@code [200, {…}]}, which {@link SendJoinSplitter} reads too; called only where
 * version 2 is unknown.
 */
public final class SendJoinV1 {

    public static final Endpoint ENDPOINT = Endpoint.put("/_matrix/federation/v1/send_join/{roomId}/{eventId}");

    private SendJoinV1() {}

    /** @return the request to send */
    public static ApiRequest encode(SentEvent request) {
        return request.to(ENDPOINT);
    }

    /** @return the request, or 400 with the code that fits the fault */
    public static Decoded<SentEvent> decode(PathParameters path, JsonObject body) {
        return SentEvent.decode(path, body);
    }

    /** @return the answer to a join that has been taken; held whole, so not for large rooms */
    public static ApiResponse answer(RoomSnapshot room) {
        return ApiResponse.ok(StatusPair.write(room.toBytes()));
    }
}
