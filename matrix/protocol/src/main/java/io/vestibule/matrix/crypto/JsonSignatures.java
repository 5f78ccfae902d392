package io.vestibule.matrix.crypto;

import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.json.CanonicalJson;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonObject.Member;
import io.vestibule.matrix.json.JsonSelection;
import io.vestibule.matrix.json.JsonString;
import io.vestibule.matrix.json.JsonWriter;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Signs JSON objects and checks their signatures (specification, appendices, "Signing JSON" and "Checking for a signature").
 * Thread-safe.
 */
public final class JsonSignatures {

    /** What a signature covers: everything but the signatures themselves and what servers may change in transit. */
    public static final JsonSelection SIGNED = JsonSelection.allBut("signatures", "unsigned");

    /** A policy server's key is published in the room's state, not by the server; its signatures are nobody's business here. */
    private static final KeyId POLICY_SERVER = KeyId.of("ed25519:policy_server");

    private final Ed25519 ed25519;

    /** @param ed25519 does the arithmetic */
    public JsonSignatures(Ed25519 ed25519) {
        this.ed25519 = ed25519;
    }

    /**
     * @return the object's original bytes with the signature added; everything else, other signatures included, stays as it
     *     is
     */
    public byte[] sign(JsonObject object, ServerName server, SigningKey key) {
        return attach(object, server, key.id(), ed25519.sign(key, CanonicalJson.of(object, SIGNED)));
    }

    /** @return the signature of a message as JSON carries it */
    public String sign(byte[] message, SigningKey key) {
        return UnpaddedBase64.encode(ed25519.sign(key, message));
    }

    /**
     * Checks that the server has signed the object.
     *
     * @param keys the server's keys that are known and valid for this use; empty for others. Must not block for long
     */
    public SignatureVerdict verify(JsonObject object, ServerName server, Function<KeyId, Optional<VerifyKey>> keys) {
        return verify(object, CanonicalJson.of(object, SIGNED), server, keys);
    }

    /**
     * Checks the signatures that an object carries against a message that is derived from it in some other way, as events
     * do. Signatures under keys that are unknown are skipped; all others must be right, and at least one must be there.
     */
    public SignatureVerdict verify(
            JsonObject object, byte[] message, ServerName server, Function<KeyId, Optional<VerifyKey>> keys) {
        Set<KeyId> unknown = new HashSet<>();
        boolean verified = false;
        Optional<JsonObject> signatures =
                object.object("signatures").flatMap(servers -> servers.object(server.value()));
        if (signatures.isEmpty()) {
            return new SignatureVerdict.Unsigned(server);
        }
        for (Member member : signatures.get()) {
            Optional<KeyId> id = KeyId.parse(member.name()).filter(JsonSignatures::counts);
            if (id.isEmpty()) {
                continue;
            }
            Optional<VerifyKey> key = keys.apply(id.get());
            if (key.isEmpty()) {
                unknown.add(id.get());
            } else if (verifies(member, key.get(), message)) {
                verified = true;
            } else {
                return new SignatureVerdict.Wrong(server, id.get());
            }
        }
        if (verified) {
            return new SignatureVerdict.Valid();
        }
        return unknown.isEmpty()
                ? new SignatureVerdict.Unsigned(server)
                : new SignatureVerdict.UnknownKeys(server, unknown);
    }

    /**
     * Puts a signature into the original bytes of an object.
     *
     * @param signature the signature's bytes
     */
    public static byte[] attach(JsonObject object, ServerName server, KeyId key, byte[] signature) {
        byte[] text = new JsonWriter().value(UnpaddedBase64.encode(signature)).toBytes();
        byte[] empty = {'{', '}'};
        JsonObject all = object.object("signatures").orElseGet(() -> JsonObject.of(empty));
        JsonObject ours = all.object(server.value()).orElseGet(() -> JsonObject.of(empty));
        return object.with("signatures", all.with(server.value(), ours.with(key.value(), text)));
    }

    private static boolean counts(KeyId id) {
        return id.isEd25519() && !id.equals(POLICY_SERVER);
    }

    private boolean verifies(Member member, VerifyKey key, byte[] message) {
        return member.value() instanceof JsonString text
                && UnpaddedBase64.decode(text.value())
                        .filter(signature -> ed25519.verify(key, message, signature))
                        .isPresent();
    }
}
