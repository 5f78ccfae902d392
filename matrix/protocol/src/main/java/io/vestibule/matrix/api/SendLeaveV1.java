package io.vestibule.matrix.api;

import io.vestibule.matrix.json.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * {@code PUT /_matrix/federation/v1/send_leave/{roomId}/{eventId}} (<a
 * href="https://spec.matrix.org/v1.17/server-server-api/#put_matrixfederationv1send_leaveroomideventid">removed from the
 * specification in v1.18</a>). Answers {@code [200, {}]}; called only where version 2 is unknown.
 */
public final class SendLeaveV1 {

    public static final Endpoint ENDPOINT = Endpoint.put("/_matrix/federation/v1/send_leave/{roomId}/{eventId}");

    private SendLeaveV1() {}

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
        return ApiResponse.ok(StatusPair.write("{}".getBytes(StandardCharsets.US_ASCII)));
    }

    /** @return success without content; whatever the object holds is ignored */
    public static Answer<Done> read(ApiResponse response) {
        return Reading.pairAnswer(response, body -> Done.DONE);
    }
}
