package io.vestibule.matrix.api;

import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * {@code POST /_matrix/key/v2/query} (<a
 * href="https://spec.matrix.org/v1.19/server-server-api/#post_matrixkeyv2query">specification</a>): asks a notary for the
 * keys of many servers.
 */
public final class QueryKeysV2 {

    public static final Endpoint ENDPOINT = Endpoint.post("/_matrix/key/v2/query");

    private static final String SERVER_KEYS = "server_keys";
    private static final String MINIMUM = "minimum_valid_until_ts";
    private static final int MOST_SERVERS = 10_000;

    private QueryKeysV2() {}

    /**
     * @param servers for each server, for each key ID, the moment until which the answer should be valid, milliseconds since
     *     1970; empty to leave that to the notary. No key ID at all asks for all keys
     */
    public record Request(Map<ServerName, Map<KeyId, OptionalLong>> servers) {
        public Request {
            servers = Map.copyOf(servers);
        }
    }

    /** @return the request to send; servers and keys in their order, so that the same question has the same bytes */
    public static ApiRequest encode(Request request) {
        JsonWriter body = new JsonWriter().beginObject().name(SERVER_KEYS).beginObject();
        new TreeMap<>(request.servers()).forEach((server, keys) -> {
            body.name(server.value()).beginObject();
            new TreeMap<>(keys).forEach((key, minimum) -> {
                body.name(key.value()).beginObject();
                minimum.ifPresent(ts -> body.field(MINIMUM, ts));
                body.endObject();
            });
            body.endObject();
        });
        return ApiRequest.of(
                ENDPOINT, ENDPOINT.path(), body.endObject().endObject().toBytes());
    }

    /** @return the request, or 400 with the code that fits the fault; names that are no servers are left out */
    public static Decoded<Request> decode(JsonObject body) {
        return Reading.decoded(() -> {
            Map<ServerName, Map<KeyId, OptionalLong>> servers = new TreeMap<>();
            for (JsonObject.Member server : Body.object(body, SERVER_KEYS)) {
                Map<KeyId, OptionalLong> keys = keys(Body.object(server.value(), "keys of a server"));
                ServerName.parse(server.name()).ifPresent(name -> servers.put(name, keys));
            }
            return new Request(servers);
        });
    }

    /** @return the answer: each a server's own answer with the notary's signature added */
    public static ApiResponse answer(List<JsonObject> serverKeys) {
        return ApiResponse.ok(object(serverKeys));
    }

    /**
     * @return the objects to hand to {@link io.vestibule.matrix.key.Notary#verify}; nothing in them is checked, and
     *     servers of which the notary has no keys are missing
     */
    public static Answer<List<JsonObject>> read(ApiResponse response) {
        return Reading.answer(response, QueryKeysV2::serverKeys);
    }

    static byte[] object(List<JsonObject> serverKeys) {
        JsonWriter body = new JsonWriter().beginObject();
        Body.write(body, SERVER_KEYS, serverKeys);
        return body.endObject().toBytes();
    }

    static List<JsonObject> serverKeys(JsonObject body) throws Refusal {
        Body.required(body, SERVER_KEYS);
        return Body.objects(body, SERVER_KEYS, MOST_SERVERS);
    }

    private static Map<KeyId, OptionalLong> keys(JsonObject keys) throws Refusal {
        Map<KeyId, OptionalLong> wanted = new TreeMap<>();
        for (JsonObject.Member key : keys) {
            OptionalLong minimum =
                    Body.object(key.value(), "the criteria of a key").integer(MINIMUM);
            KeyId.parse(key.name()).ifPresent(id -> wanted.put(id, minimum));
        }
        return wanted;
    }
}
