package io.vestibule.interop.synapse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** What a server says its signing keys are, asked without detours. */
public final class PublishedKeys {

    private PublishedKeys() {}

    /** @return the public keys by their IDs, unpadded base64 */
    public static Map<String, String> of(SynapseServer server) {
        JsonNode answer = new ClientApi(server.client(), null).get("/_matrix/key/v2/server");
        Map<String, String> keys = new HashMap<>();
        answer.path("verify_keys")
                .properties()
                .forEach(entry ->
                        keys.put(entry.getKey(), entry.getValue().path("key").asText()));
        return Map.copyOf(keys);
    }
}
