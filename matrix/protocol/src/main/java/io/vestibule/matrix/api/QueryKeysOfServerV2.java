package io.vestibule.matrix.api;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import java.util.List;
import java.util.OptionalLong;

/**
 * {@code GET /_matrix/key/v2/query/{serverName}} (<a
 * href="https://spec.matrix.org/v1.19/server-server-api/#get_matrixkeyv2queryservername">specification</a>): asks a notary
 * for the keys of one server.
 */
public final class QueryKeysOfServerV2 {

    public static final Endpoint ENDPOINT = Endpoint.get("/_matrix/key/v2/query/{serverName}");

    private static final String MINIMUM = "minimum_valid_until_ts";

    private QueryKeysOfServerV2() {}

    /**
     * @param server whose keys
     * @param minimumValidUntilTs until when the answer should be valid, milliseconds since 1970; empty to leave that to the
     *     notary
     */
    public record Request(ServerName server, OptionalLong minimumValidUntilTs) {}

    /** @return the request to send */
    public static ApiRequest encode(Request request) {
        String path = ENDPOINT.path(request.server().value());
        OptionalLong minimum = request.minimumValidUntilTs();
        return ApiRequest.of(ENDPOINT, minimum.isPresent() ? path + "?" + MINIMUM + "=" + minimum.getAsLong() : path);
    }

    /** @return the request, or 400 {@code M_INVALID_PARAM} */
    public static Decoded<Request> decode(PathParameters path, RequestTarget target) {
        return Reading.decoded(() -> new Request(path.serverName(), minimum(target)));
    }

    /** @return the answer: the server's own answers with the notary's signature added */
    public static ApiResponse answer(List<JsonObject> serverKeys) {
        return ApiResponse.ok(QueryKeysV2.object(serverKeys));
    }

    /** @return the objects to hand to {@link io.vestibule.matrix.key.Notary#verify}; nothing in them is checked */
    public static Answer<List<JsonObject>> read(ApiResponse response) {
        return Reading.answer(response, QueryKeysV2::serverKeys);
    }

    private static OptionalLong minimum(RequestTarget target) throws Refusal {
        List<String> values = target.query(MINIMUM);
        if (values.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(values.getFirst()));
        } catch (NumberFormatException notANumber) {
            throw Refusal.invalid(MINIMUM + " " + Shown.of(values.getFirst()) + " is not an integer");
        }
    }
}
