package io.vestibule.matrix.api;

import io.vestibule.matrix.json.JsonObject;

/**
 * {@code PUT /_matrix/federation/v2/send_join/{roomId}/{eventId}} (<a
 * href="https://spec.matrix.org/v1.19/server-server-api/#put_matrixfederationv2send_joinroomideventid">specification</a>).
 *
 * <p>The answer may have tens of megabytes; {@link SendJoinSplitter} reads it while it arrives. An answer that is no success
 * is small and read by {@link ErrorAnswer#read}.
 */
public final class SendJoinV2 {

    public static final Endpoint ENDPOINT = Endpoint.put("/_matrix/federation/v2/send_join/{roomId}/{eventId}");

    private static final String OMIT_MEMBERS = "omit_members";

    private SendJoinV2() {}

    /**
     * @param join the signed join
     * @param omitMembers whether the answer may leave most membership events out
     */
    public record Request(SentEvent join, boolean omitMembers) {}

    /** @return the request to send */
    public static ApiRequest encode(Request request) {
        return request.join().to(ENDPOINT, request.omitMembers() ? "?" + OMIT_MEMBERS + "=true" : "");
    }

    /** @return the request, or 400 with the code that fits the fault */
    public static Decoded<Request> decode(PathParameters path, RequestTarget target, JsonObject body) {
        return Reading.decoded(() -> new Request(
                new SentEvent(path.eventPath(), body),
                target.query(OMIT_MEMBERS).stream().anyMatch("true"::equals)));
    }

    /** @return the answer to a join that has been taken; held whole, so not for large rooms */
    public static ApiResponse answer(RoomSnapshot room) {
        return ApiResponse.ok(room.toBytes());
    }
}
