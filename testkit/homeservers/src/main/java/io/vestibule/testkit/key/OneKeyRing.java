package io.vestibule.testkit.key;

import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.key.KeyLookup;
import io.vestibule.matrix.key.KeyRequest;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.matrix.key.ServerKeys;
import java.util.Map;

/** Knows one key of one server for ever: what it is told of others changes nothing. */
public record OneKeyRing(ServerName server, KeyId id, VerifyKey key) implements KeyRing {

    /** @return the ring that knows the public half of this key */
    public static OneKeyRing of(ServerName server, SigningKey key) {
        return new OneKeyRing(server, key.id(), key.verifyKey());
    }

    @Override
    public KeyLookup lookup(KeyRequest request) {
        return request.server().equals(server)
                ? new KeyLookup.Found(Map.of(id, key))
                : new KeyLookup.Unavailable(request.server(), "not known here");
    }

    @Override
    public void learn(ServerKeys keys) {
        // One key it knows, and that stays so.
    }
}
