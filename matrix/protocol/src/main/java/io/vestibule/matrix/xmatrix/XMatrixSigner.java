package io.vestibule.matrix.xmatrix;

import io.vestibule.matrix.api.ApiRequest;
import io.vestibule.matrix.crypto.Ed25519;
import io.vestibule.matrix.crypto.OwnKeys;
import io.vestibule.matrix.crypto.SigningKey;
import io.vestibule.matrix.crypto.SigningKeyFile;
import io.vestibule.matrix.crypto.UnpaddedBase64;
import io.vestibule.matrix.id.ServerName;
import java.util.List;

/** Signs the requests that we send. Thread-safe. */
public final class XMatrixSigner {

    private final ServerName origin;
    private final OwnKeys keys;
    private final Ed25519 ed25519;

    /**
     * @param origin our name
     * @param key a key that is published under our name
     */
    public XMatrixSigner(ServerName origin, SigningKey key, Ed25519 ed25519) {
        this(origin, new SigningKeyFile(List.of(key), List.of()), ed25519);
    }

    /**
     * @param origin our name
     * @param keys our keys; each request is signed with the one that signs then
     */
    public XMatrixSigner(ServerName origin, OwnKeys keys, Ed25519 ed25519) {
        this.origin = origin;
        this.keys = keys;
        this.ed25519 = ed25519;
    }

    /**
     * @param destination the server that the request is for, by its name before discovery
     * @return the value of the {@code Authorization} header
     * @throws IllegalArgumentException if the body is not a JSON object
     */
    public String authorization(ApiRequest request, ServerName destination) {
        return sign(XMatrixMessage.of(request), destination).toHeader();
    }

    /** @return the credentials for a message */
    public XMatrixCredentials sign(XMatrixMessage message, ServerName destination) {
        SigningKey key = keys.current().signingKey();
        byte[] signature = ed25519.sign(key, message.bytes(origin, destination));
        return new XMatrixCredentials(origin, destination, key.id(), UnpaddedBase64.encode(signature));
    }
}
