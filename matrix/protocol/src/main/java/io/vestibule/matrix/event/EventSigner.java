package io.vestibule.matrix.event;

import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.JsonSignatures;
import io.vestibule.matrix.crypto.OwnKeys;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.crypto.UnpaddedBase64;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.matrix.room.RoomVersionRules;
import java.util.function.Supplier;

/** Signs events for our server (server-server API, "Signing Events"). Thread-safe. */
public final class EventSigner {

    private final Ed25519 ed25519;
    private final ServerName server;
    private final Supplier<SigningKey> keys;

    /**
     * @param ed25519 does the arithmetic
     * @param server  our name
     * @param key     our key
     */
    public EventSigner(Ed25519 ed25519, ServerName server, SigningKey key) {
        this(ed25519, server, () -> key);
    }

    /**
     * @param ed25519 does the arithmetic
     * @param server  our name
     * @param keys    our keys; each event is signed with the one that signs then
     */
    public EventSigner(Ed25519 ed25519, ServerName server, OwnKeys keys) {
        this(ed25519, server, () -> keys.current().signingKey());
    }

    private EventSigner(Ed25519 ed25519, ServerName server, Supplier<SigningKey> keys) {
        this.ed25519 = ed25519;
        this.server = server;
        this.keys = keys;
    }

    /** @return the server that signs */
    public ServerName server() {
        return server;
    }

    /**
     * @return the event with our signature added to its original bytes; everything else stays as it is, other servers'
     *     signatures included. The same event always gets the same signature, and keeps its ID. Where our signature makes
     *     it larger than an event may be, that it does
     */
    public PduReading sign(Pdu event) {
        SigningKey key = keys.get();
        byte[] signature = ed25519.sign(key, event.covered());
        return event.signedAs(JsonSignatures.attach(event.json(), server, key.id(), signature));
    }

    /**
     * Makes an event of our own: adds the content hash and our signature.
     *
     * @param draft the event without hashes and signatures; any that it has are dropped
     * @return the event in canonical form, or why the draft is no event of the room version
     */
    public PduReading complete(JsonObject draft, RoomVersionRules rules) {
        byte[] hash = new JsonWriter()
                .beginObject()
                .field("sha256", UnpaddedBase64.encode(EventHashes.contentHash(draft)))
                .endObject()
                .toBytes();
        JsonObject hashed = JsonObject.of(
                JsonObject.of(draft.without("signatures", "hashes")).with("hashes", hash));
        SigningKey key = keys.get();
        byte[] signature = ed25519.sign(key, EventHashes.signedBytes(hashed, rules));
        JsonObject signed = JsonObject.of(JsonSignatures.attach(hashed, server, key.id(), signature));
        return Pdu.read(signed.canonical(), rules);
    }
}
