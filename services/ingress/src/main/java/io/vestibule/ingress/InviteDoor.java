package io.vestibule.ingress;

import io.vestibule.ingress.check.InviteRequest;
import io.vestibule.matrix.api.ApiResponse;
import io.vestibule.matrix.api.Decoded;
import io.vestibule.matrix.api.Endpoint;
import io.vestibule.matrix.api.InviteV1;
import io.vestibule.matrix.api.InviteV2;
import io.vestibule.matrix.api.InviteWithAuth;
import io.vestibule.matrix.api.PathParameters;
import io.vestibule.matrix.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/**
 * One endpoint that takes invites: how its requests are read and its answers written. Immutable.
 *
 * @param endpoint method and path
 * @param label the tag for metrics and logs
 * @param deprecated whether MSC4329 deprecates it
 * @param decoder reads a request
 * @param encoder writes the answer around the signed event
 */
record InviteDoor(Endpoint endpoint, String label, boolean deprecated, Decoder decoder, Encoder encoder) {

    /** Reads a request. */
    interface Decoder {
        Decoded<InviteRequest> decode(PathParameters path, JsonObject body);
    }

    /** Writes an answer. */
    interface Encoder {
        ApiResponse encode(byte[] signedEvent);
    }

    /** Every door: versions 1 and 2, and the invite with auth under both its unstable names. Never the stable {@code /v3/}. */
    static List<InviteDoor> all() {
        InviteDoor v1 = new InviteDoor(
                InviteV1.ENDPOINT,
                "v1",
                true,
                (path, body) -> InviteV1.decode(path, body).then(r -> new Decoded.Ok<>(InviteRequest.of(r))),
                InviteV1::answer);
        InviteDoor v2 = new InviteDoor(
                InviteV2.ENDPOINT,
                "v2",
                false,
                (path, body) -> InviteV2.decode(path, body).then(r -> new Decoded.Ok<>(InviteRequest.of(r))),
                InviteV2::answer);
        Stream<InviteDoor> withAuth = InviteWithAuth.ENDPOINTS.stream()
                .map(endpoint -> new InviteDoor(
                        endpoint,
                        "msc4329",
                        false,
                        (path, body) ->
                                InviteWithAuth.decode(path, body).then(r -> new Decoded.Ok<>(InviteRequest.of(r))),
                        InviteWithAuth::answer));
        return Stream.concat(Stream.of(v1, v2), withAuth).toList();
    }
}
