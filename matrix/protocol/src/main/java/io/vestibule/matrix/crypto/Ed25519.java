package io.vestibule.matrix.crypto;

import java.util.Optional;

/**
 * Signs and verifies bytes (RFC 8032, pure Ed25519). Implementations are thread-safe and agree with libsodium on every
 * signature: keys and nonces of small order, keys that are not canonical and scalars that are not reduced are refused, and the
 * equation is checked without the cofactor.
 */
public sealed interface Ed25519 permits PortableEd25519, NativeEd25519 {

    /** The bytes of a signature. */
    int SIGNATURE_BYTES = 64;

    /** @return the signature of the message, {@value #SIGNATURE_BYTES} bytes; the same for the same key and message */
    byte[] sign(SigningKey key, byte[] message);

    /**
     * @param signature any bytes; of a wrong length, they are no signature
     * @return whether the key has signed the message
     */
    boolean verify(VerifyKey key, byte[] message, byte[] signature);

    /** @return what does the arithmetic, for logs and health pages */
    String provider();

    /** @return the native implementation if this platform has it, else the portable one */
    static Ed25519 fastest() {
        return accelerated().orElseGet(Ed25519::portable);
    }

    /** @return the implementation that runs on every platform */
    static Ed25519 portable() {
        return new PortableEd25519();
    }

    /** @return the native implementation, or empty if its library is missing or does not fit this platform */
    static Optional<Ed25519> accelerated() {
        try {
            return NativeEd25519.load();
        } catch (LinkageError missing) {
            // Without the provider's jar, not even the class that asks for it can be linked.
            return Optional.empty();
        }
    }
}
