package io.vestibule.worker.imports;

import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.event.RequiredSigners;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/**
 * Which keys a room's events are signed with, and up to when each must have been valid. Bounded: the keys of further servers
 * are not collected, and count as keys that cannot be had. Not thread-safe.
 */
final class Signers {
    static final int MAX_SERVERS = 20_000;

    private static final int MAX_KEYS = 10;

    private final Map<ServerName, Map<KeyId, Long>> latest = new HashMap<>();

    /** Notes the signatures that the event must have. */
    void add(Pdu event) {
        for (ServerName server : RequiredSigners.of(event)) {
            event.json()
                    .object("signatures")
                    .flatMap(servers -> servers.object(server.value()))
                    .ifPresent(signatures -> add(server, signatures, event.originServerTs()));
        }
    }

    /** @return by server and key, the newest event's time in milliseconds since the epoch */
    Map<ServerName, Map<KeyId, Long>> latest() {
        return latest;
    }

    private void add(ServerName server, JsonObject signatures, long originServerTs) {
        if (latest.size() >= MAX_SERVERS && !latest.containsKey(server)) {
            return;
        }
        Map<KeyId, Long> keys = latest.computeIfAbsent(server, first -> new HashMap<>());
        for (JsonObject.Member signature : signatures) {
            KeyId.parse(signature.name())
                    .filter(KeyId::isEd25519)
                    .filter(key -> keys.size() < MAX_KEYS || keys.containsKey(key))
                    .ifPresent(key -> keys.merge(key, originServerTs, Math::max));
        }
    }
}
