package io.vestibule.matrix.event;

import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.SignatureVerdict;
import io.vestibule.matrix.id.ServerName;
import java.util.Set;

/** Checks the signatures of events. Thread-safe. */
public final class EventSignatures {

    private final JsonSignatures signatures;

    /** @param ed25519 does the arithmetic */
    public EventSignatures(Ed25519 ed25519) {
        this.signatures = new JsonSignatures(ed25519);
    }

    /** Checks the signatures of the servers that must have signed an event of a room's history, see {@link RequiredSigners#of}. */
    public SignatureVerdict verify(Pdu event, EventKeys keys) {
        return verify(event, RequiredSigners.of(event), keys);
    }

    /**
     * Checks that each of the servers has signed: all its signatures under known valid keys must be right, and there must be
     * one. Signatures under other keys, of other algorithms and of policy servers are skipped.
     *
     * @return the first verdict that is not {@link SignatureVerdict.Valid}, else that
     */
    public SignatureVerdict verify(Pdu event, Set<ServerName> servers, EventKeys keys) {
        byte[] message = event.covered();
        for (ServerName server : servers) {
            SignatureVerdict verdict =
                    signatures.verify(event.json(), message, server, key -> keys.find(server, key, event));
            if (!verdict.isValid()) {
                return verdict;
            }
        }
        return new SignatureVerdict.Valid();
    }
}
