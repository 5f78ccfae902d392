package io.vestibule.matrix.api;

import io.vestibule.matrix.json.JsonObject;
import java.util.List;

/**
 * {@code GET /_matrix/key/v2/server} (<a
 * href="https://spec.matrix.org/v1.19/server-server-api/#get_matrixkeyv2server">specification</a>). Needs no authentication.
 */
public final class GetServerKeysV2 {

    public static final Endpoint ENDPOINT = Endpoint.get("/_matrix/key/v2/server");

    /** All paths to serve: old callers add a key ID, or the slash in front of it, and get all keys all the same. */
    public static final List<Endpoint> SERVED = List.of(ENDPOINT, Endpoint.get("/_matrix/key/v2/server/{keyId}"));

    private GetServerKeysV2() {}

    /** @return the request to send */
    public static ApiRequest encode() {
        return ApiRequest.of(ENDPOINT, ENDPOINT.path());
    }

    /** @return the answer, from what {@link io.vestibule.matrix.key.OwnServerKeys} publishes */
    public static ApiResponse answer(byte[] keys) {
        return ApiResponse.ok(keys);
    }

    /** @return the object to hand to {@link io.vestibule.matrix.key.ServerKeys#verify}; nothing in it is checked */
    public static Answer<JsonObject> read(ApiResponse response) {
        return Reading.answer(response, body -> body);
    }
}
