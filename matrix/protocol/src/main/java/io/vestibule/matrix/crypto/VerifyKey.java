package io.vestibule.matrix.crypto;

import io.vestibule.matrix.id.KeyId;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A public Ed25519 key and its ID. Immutable and thread-safe. */
public final class VerifyKey {

    /** The bytes of a key. */
    public static final int BYTES = 32;

    private final KeyId id;
    private final byte[] bytes;
    private final boolean acceptable;
    private volatile @Nullable PublicKey prepared;
    private volatile @Nullable NegatedKey negated;

    private VerifyKey(KeyId id, byte[] bytes) {
        this.id = id;
        this.bytes = bytes.clone();
        this.acceptable = Guards.acceptsKey(this.bytes);
    }

    /**
     * @param bytes {@value #BYTES} bytes; a point that libsodium refuses is a key under which no signature verifies
     * @return the key
     * @throws IllegalArgumentException if the ID is of another algorithm or the length is wrong
     */
    public static VerifyKey of(KeyId id, byte[] bytes) {
        if (!id.isEd25519() || bytes.length != BYTES) {
            throw new IllegalArgumentException("not an Ed25519 key of " + BYTES + " bytes: " + id);
        }
        return new VerifyKey(id, bytes);
    }

    /** @return the key, or empty if the ID is of another algorithm or the text is not the Base64 of {@value #BYTES} bytes */
    public static Optional<VerifyKey> parse(KeyId id, String base64) {
        return UnpaddedBase64.decode(base64)
                .filter(bytes -> id.isEd25519() && bytes.length == BYTES)
                .map(bytes -> new VerifyKey(id, bytes));
    }

    /** @return the key's ID */
    public KeyId id() {
        return id;
    }

    /** @return a copy of the key's bytes */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** @return the key as key answers carry it */
    public String base64() {
        return UnpaddedBase64.encode(bytes);
    }

    byte[] raw() {
        return bytes;
    }

    boolean isAcceptable() {
        return acceptable;
    }

    // Both forms are worth keeping: decoding a key costs a good part of a verification. Racing threads make equal ones.

    @Nullable
    PublicKey prepared() {
        return prepared;
    }

    void prepared(PublicKey key) {
        prepared = key;
    }

    @Nullable
    NegatedKey negated() {
        return negated;
    }

    void negated(NegatedKey key) {
        negated = key;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerifyKey key && id.equals(key.id) && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return id + " " + base64();
    }
}
