package io.vestibule.testkit.wire;

import io.vertx.core.json.JsonObject;
import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** An Ed25519 signing key under its key ID. Immutable. */
public final class ServerKey {

    private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();

    private final KeyId id;
    private final Ed25519PrivateKeyParameters key;

    private ServerKey(KeyId id, Ed25519PrivateKeyParameters key) {
        this.id = id;
        this.key = key;
    }

    /**
     * @param id the ID to sign under
     * @return a new random key
     */
    public static ServerKey generate(KeyId id) {
        return new ServerKey(id, new Ed25519PrivateKeyParameters(new SecureRandom()));
    }

    /**
     * @param id the ID to sign under
     * @param seed the 32 bytes of the private key
     * @return the key
     */
    public static ServerKey of(KeyId id, byte[] seed) {
        return new ServerKey(id, new Ed25519PrivateKeyParameters(seed));
    }

    public KeyId id() {
        return id;
    }

    /** @return the public key as unpadded base64, as key answers publish it */
    public String publicKey() {
        return BASE64.encodeToString(key.generatePublicKey().getEncoded());
    }

    /** @return one line of Synapse's signing key file */
    public String fileLine() {
        return id.algorithm() + " " + id.version() + " " + BASE64.encodeToString(key.getEncoded()) + "\n";
    }

    /**
     * Signs a JSON object in place: {@code signatures} gains an entry and keeps the others, {@code unsigned} is not covered.
     *
     * @return the same object
     */
    public JsonObject sign(ServerName server, JsonObject object) {
        String signature = signatureOf(object);
        JsonObject signatures = object.getJsonObject("signatures", new JsonObject());
        JsonObject ours = signatures.getJsonObject(server.value(), new JsonObject());
        object.put("signatures", signatures.put(server.value(), ours.put(id.value(), signature)));
        return object;
    }

    /** @return the signature over a JSON object, unpadded base64 */
    public String signatureOf(JsonObject object) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        byte[] message = Signatures.signedBytes(object);
        signer.update(message, 0, message.length);
        return BASE64.encodeToString(signer.generateSignature());
    }
}
