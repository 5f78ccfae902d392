package io.vestibule.testkit.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.testkit.room.Identity;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The key endpoints: a server's own keys, and those of the others as a notary. */
final class KeyAnswers {

    private static final Duration VALIDITY = Duration.ofDays(1);

    private final Identity identity;
    private final FederationWorld world;

    KeyAnswers(Identity identity, FederationWorld world) {
        this.identity = identity;
        this.world = world;
    }

    JsonObject own() {
        JsonObject answer = new JsonObject()
                .put("server_name", identity.server().value())
                .put(
                        "verify_keys",
                        new JsonObject()
                                .put(
                                        identity.key().id().value(),
                                        new JsonObject()
                                                .put("key", identity.key().publicKey())))
                .put("old_verify_keys", new JsonObject())
                .put("valid_until_ts", System.currentTimeMillis() + VALIDITY.toMillis());
        return identity.key().sign(identity.server(), answer);
    }

    Answer notary(Set<String> servers) {
        JsonArray keys = new JsonArray();
        for (String server : servers) {
            lookUp(server).ifPresent(answer -> keys.add(identity.key().sign(identity.server(), answer)));
        }
        return Answer.ok(new JsonObject().put("server_keys", keys));
    }

    Answer notaryBatch(JsonObject query) {
        return notary(query.getJsonObject("server_keys", new JsonObject()).fieldNames());
    }

    // A notary keeps the last answer of a server that is down, so whether it is up does not matter here.
    private Optional<JsonObject> lookUp(String server) {
        return ServerName.parse(server).flatMap(world::find).map(found -> found.keyAnswer());
    }
}
