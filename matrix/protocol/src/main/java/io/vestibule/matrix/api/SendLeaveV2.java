package io.vestibule.matrix.api;

import io.vestibule.matrix.json.JsonObject;

/**
 * {@code PUT /_matrix/federation/v2/send_leave/{roomId}/{eventId}} (<a
 * href="https://spec.matrix.org/v1.19/server-server-api/#put_matrixfederationv2send_leaveroomideventid">specification</a>).
 */
public final class SendLeaveV2 {

    public static final Endpoint ENDPOINT = Endpoint.put("/_matrix/federation/v2/send_leave/{roomId}/{eventId}");

    private SendLeaveV2() {}

    /** @return the request to send */
    public static ApiRequest encode(SentEvent request) {
        return request.to(ENDPOINT);
    }

    /** @return the request, or 400 with the code that fits the fault */
    public static Decoded<SentEvent> decode(PathParameters path, JsonObject body) {
        return SentEvent.decode(path, body);
    }

    /** @return the answer to a leave that has been taken */
    public static ApiResponse answer() {
        return ApiResponse.ok();
    }

    /** @return success without content; whatever the object holds is ignored */
    public static Answer<Done> read(ApiResponse response) {
        return Reading.answer(response, body -> Done.DONE);
    }
}
