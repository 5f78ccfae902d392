package io.vestibule.matrix.crypto;

import io.vestibule.matrix.id.KeyId;
import java.security.PrivateKey;
import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** A private Ed25519 key and its ID. Never prints its seed. Immutable and thread-safe. */
public final class SigningKey {

    /** The bytes of a seed. */
    public static final int SEED_BYTES = 32;

    private final byte[] seed;
    private final VerifyKey verifyKey;
    private volatile @Nullable PrivateKey prepared;

    private SigningKey(KeyId id, byte[] seed) {
        this.seed = seed.clone();
        byte[] point = new byte[VerifyKey.BYTES];
        Ed25519.generatePublicKey(this.seed, 0, point, 0);
        this.verifyKey = VerifyKey.of(id, point);
    }

    /**
     * @param seed {@value #SEED_BYTES} secret bytes
     * @return the key
     * @throws IllegalArgumentException if the ID is of another algorithm or the length is wrong
     */
    public static SigningKey of(KeyId id, byte[] seed) {
        if (!id.isEd25519() || seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("not an Ed25519 seed of " + SEED_BYTES + " bytes: " + id);
        }
        return new SigningKey(id, seed);
    }

    /**
     * Makes a new key.
     *
     * @param random a cryptographically strong source, such as {@link java.security.SecureRandom}
     */
    public static SigningKey generate(KeyId id, RandomGenerator random) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return of(id, seed);
    }

    /** @return the key's ID */
    public KeyId id() {
        return verifyKey.id();
    }

    /** @return the public half */
    public VerifyKey verifyKey() {
        return verifyKey;
    }

    byte[] seed() {
        return seed;
    }

    @Nullable
    PrivateKey prepared() {
        return prepared;
    }

    void prepared(PrivateKey key) {
        prepared = key;
    }

    /** @return the public half; the seed stays where it is */
    @Override
    public String toString() {
        return "SigningKey[" + verifyKey + "]";
    }
}
