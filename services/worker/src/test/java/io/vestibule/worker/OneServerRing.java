package io.vestibule.worker;

import io.vestibule.matrix.key.KeyLookup;
import io.vestibule.matrix.key.KeyRequest;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.matrix.key.ServerKeys;
import java.util.Map;

/** Knows our own key and no other. */
record OneServerRing(Federation us) implements KeyRing {
    @Override
    public KeyLookup lookup(KeyRequest request) {
        return request.server().equals(us.name)
                ? new KeyLookup.Found(
                        Map.of(us.keys.signingKey().id(), us.keys.signingKey().verifyKey()))
                : new KeyLookup.Unavailable(request.server(), "not known here");
    }

    @Override
    public void learn(ServerKeys keys) {
        throw new UnsupportedOperationException("nothing is learnt here");
    }
}
