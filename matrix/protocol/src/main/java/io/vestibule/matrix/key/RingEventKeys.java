package io.vestibule.matrix.key;

import io.vestibule.matrix.crypto.VerifyKey;
import io.vestibule.matrix.event.EventKeys;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys for the signatures of one event, from a {@link KeyRing}: asked once for each server, for all the keys that it has
 * signed with, so that one unknown signature beside a known one costs no fetch.
 *
 * <p>Blocks where the ring does. Tells afterwards whether a verdict of unknown keys means that the keys are not valid, or
 * that they could not be had. Made for one event, used by one thread.
 */
public final class RingEventKeys implements EventKeys {

    private final KeyRing ring;
    private final Map<ServerName, KeyLookup> lookups = new HashMap<>();

    /** @param ring where the keys come from */
    public RingEventKeys(KeyRing ring) {
        this.ring = ring;
    }

    @Override
    public Optional<VerifyKey> find(ServerName server, KeyId key, Pdu event) {
        KeyLookup lookup = lookups.computeIfAbsent(server, signer -> ring.lookup(request(signer, event)));
        return switch (lookup) {
            case KeyLookup.Found found -> Optional.ofNullable(found.keys().get(key));
            case KeyLookup.NotValid notValid -> Optional.empty();
            case KeyLookup.Unavailable unavailable -> Optional.empty();
        };
    }

    /** @return the servers whose keys could not be had; a signature of theirs is neither right nor wrong */
    public List<KeyLookup.Unavailable> unavailable() {
        return lookups.values().stream()
                .filter(KeyLookup.Unavailable.class::isInstance)
                .map(KeyLookup.Unavailable.class::cast)
                .toList();
    }

    private static KeyRequest request(ServerName signer, Pdu event) {
        Set<KeyId> ids = new HashSet<>();
        event.json()
                .object("signatures")
                .flatMap(servers -> servers.object(signer.value()))
                .ifPresent(signatures -> {
                    for (JsonObject.Member signature : signatures) {
                        KeyId.parse(signature.name()).filter(KeyId::isEd25519).ifPresent(ids::add);
                    }
                });
        // Room versions 1 to 4 ignore when a key was valid.
        return event.rules().signatures().keyValidity()
                ? KeyRequest.forEvent(signer, ids, event.originServerTs())
                : KeyRequest.forEventOfAnyAge(signer, ids);
    }
}
