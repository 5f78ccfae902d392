package io.vestibule.matrix.api;

/**
 * {@code GET /_matrix/federation/v1/make_leave/{roomId}/{userId}} (<a
 * href="https://spec.matrix.org/v1.19/server-server-api/#get_matrixfederationv1make_leaveroomiduserid">specification</a>).
 */
public final class MakeLeaveV1 {

    public static final Endpoint ENDPOINT = Endpoint.get("/_matrix/federation/v1/make_leave/{roomId}/{userId}");

    private MakeLeaveV1() {}

    /** @return the request to send */
    public static ApiRequest encode(UserPath path) {
        return ApiRequest.of(ENDPOINT, path.on(ENDPOINT));
    }

    /** @return the room and the user, or 400 {@code M_INVALID_PARAM} */
    public static Decoded<UserPath> decode(PathParameters path) {
        return Reading.decoded(path::userPath);
    }

    /** @return the answer with a template to sign */
    public static ApiResponse answer(TemplateOffer template) {
        return ApiResponse.ok(template.toBytes());
    }

    /** @return the template, of the right shape and otherwise unchecked */
    public static Answer<TemplateOffer> read(ApiResponse response) {
        return Reading.answer(response, TemplateOffer::of);
    }
}
