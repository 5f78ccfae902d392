package io.vestibule.testkit.server;

import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.testkit.wire.Signatures;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The public keys that scripted servers know of the servers under test, fetched over the wire. Thread-safe. */
final class KeyDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(KeyDirectory.class);

    private final OutboundClient client;
    private final Map<ServerName, Peer> peers = new ConcurrentHashMap<>();
    private final Map<ServerName, Map<String, String>> known = new ConcurrentHashMap<>();

    KeyDirectory(OutboundClient client) {
        this.client = client;
    }

    void introduce(Peer peer) {
        peers.put(peer.name(), peer);
    }

    /** Makes a key known without a fetch, for a server under test that serves none. */
    void learn(ServerName server, String keyId, String publicKey) {
        known.computeIfAbsent(server, any -> new ConcurrentHashMap<>()).put(keyId, publicKey);
    }

    /** The public key, unpadded base64; empty if the server has none under that ID or cannot be asked. */
    Optional<String> publicKey(ServerName server, String keyId) {
        Map<String, String> keys = known.computeIfAbsent(server, any -> new ConcurrentHashMap<>());
        if (!keys.containsKey(keyId)) {
            Optional.ofNullable(peers.get(server)).ifPresent(peer -> fetch(peer, keys));
        }
        return Optional.ofNullable(keys.get(keyId));
    }

    private void fetch(Peer peer, Map<String, String> keys) {
        try {
            JsonObject answer = client.get(peer, "/_matrix/key/v2/server").json();
            JsonObject verifyKeys = answer.getJsonObject("verify_keys", new JsonObject());
            JsonObject signatures = answer.getJsonObject("signatures", new JsonObject())
                    .getJsonObject(peer.name().value(), new JsonObject());
            for (String keyId : verifyKeys.fieldNames()) {
                String publicKey = verifyKeys.getJsonObject(keyId).getString("key");
                if (Signatures.verify(answer, signatures.getString(keyId, ""), publicKey)) {
                    keys.put(keyId, publicKey);
                }
            }
        } catch (IOException unreachable) {
            LOG.atDebug().addKeyValue("server", peer.name()).log("keys cannot be fetched", unreachable);
        }
    }
}
