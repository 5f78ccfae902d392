package io.vestibule.ingress.scene;

import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.key.CachingKeyRing;
import io.vestibule.matrix.key.KeyFetch;
import io.vestibule.matrix.key.KeyRequest;
import io.vestibule.matrix.key.KeyRing;
import io.vestibule.matrix.key.KeyRingLimits;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The named cast and the network between them, reduced to their keys. */
public final class Stage {

    public final Peer alices = new Peer("a.example");
    public final Peer liar = new Peer("liar.example");
    public final Peer dead = new Peer("dead.example");
    public final SigningKey ourKey = SigningKey.generate(KeyId.of("ed25519:us"), new Random(7));
    private final List<ServerName> fetched = Collections.synchronizedList(new ArrayList<>());

    /** A key ring that fetches from every peer but the dead one. */
    public KeyRing keyRing(InstantSource clock) {
        return new CachingKeyRing(
                request -> fetch(request, clock.millis()), clock, KeyRingLimits.DEFAULT, Runnable::run);
    }

    /** The servers whose keys were fetched, in order. */
    public List<ServerName> fetched() {
        return fetched;
    }

    private KeyFetch fetch(KeyRequest request, long now) {
        fetched.add(request.server());
        for (Peer peer : List.of(alices, liar)) {
            if (peer.name().equals(request.server())) {
                return new KeyFetch.Fetched(List.of(peer.keys(now)));
            }
        }
        return new KeyFetch.Failed("connection refused");
    }
}
