package io.vestibule.matrix.api;

import io.vestibule.matrix.id.RoomVersionId;
import java.util.List;

/**
 * {@code GET /_matrix/federation/v1/make_join/{roomId}/{userId}} (<a
 * href="https://spec.matrix.org/v1.19/server-server-api/#get_matrixfederationv1make_joinroomiduserid">specification</a>).
 */
public final class MakeJoinV1 {

    public static final Endpoint ENDPOINT = Endpoint.get("/_matrix/federation/v1/make_join/{roomId}/{userId}");

    private MakeJoinV1() {}

    /**
     * @param path the room and who wants to join
     * @param versions the room versions that the joining server knows; none means version 1 alone
     */
    public record Request(UserPath path, List<RoomVersionId> versions) {
        public Request {
            versions = List.copyOf(versions);
        }
    }

    /** @return the request to send */
    public static ApiRequest encode(Request request) {
        StringBuilder target = new StringBuilder(request.path().on(ENDPOINT));
        char separator = '?';
        for (RoomVersionId version : request.versions()) {
            target.append(separator).append("ver=").append(PercentEncoding.encode(version.value()));
            separator = '&';
        }
        return ApiRequest.of(ENDPOINT, target.toString());
    }

    /** @return the request, or 400 with the code that fits the fault; versions that are no names are left out */
    public static Decoded<Request> decode(PathParameters path, RequestTarget target) {
        return Reading.decoded(() -> new Request(
                path.userPath(),
                target.query("ver").stream()
                        .flatMap(version -> RoomVersionId.parse(version).stream())
                        .toList()));
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
