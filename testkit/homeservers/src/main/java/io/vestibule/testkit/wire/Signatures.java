package io.vestibule.testkit.wire;

import io.vertx.core.json.JsonObject;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** Checking the signatures of JSON objects (specification, appendices, "Signing JSON"). */
public final class Signatures {

    private Signatures() {}

    static byte[] signedBytes(JsonObject object) {
        JsonObject bare = object.copy();
        bare.remove("signatures");
        bare.remove("unsigned");
        return CanonicalTree.encode(bare);
    }

    /**
     * @param object what was signed
     * @param signature base64, padded or not
     * @param publicKey base64, padded or not
     * @return whether the key made the signature; false for anything malformed
     */
    public static boolean verify(JsonObject object, String signature, String publicKey) {
        try {
            Ed25519Signer verifier = new Ed25519Signer();
            verifier.init(
                    false, new Ed25519PublicKeyParameters(Base64.getDecoder().decode(publicKey)));
            byte[] message = signedBytes(object);
            verifier.update(message, 0, message.length);
            return verifier.verifySignature(Base64.getDecoder().decode(signature));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
