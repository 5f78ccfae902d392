package io.vestibule.matrix.crypto;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Bouncy Castle signs and does the field arithmetic. Its own verification multiplies by the cofactor and so accepts what
 * libsodium refuses; here the signature's R is recomputed and compared byte by byte, as libsodium does.
 */
final class PortableEd25519 implements Ed25519 {

    @Override
    public byte[] sign(SigningKey key, byte[] message) {
        byte[] signature = new byte[SIGNATURE_BYTES];
        byte[] point = key.verifyKey().raw();
        org.bouncycastle.math.ec.rfc8032.Ed25519.sign(
                key.seed(), 0, point, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    @Override
    public boolean verify(VerifyKey key, byte[] message, byte[] signature) {
        if (!key.isAcceptable() || !Guards.acceptsSignature(signature)) {
            return false;
        }
        NegatedKey negated = key.negated();
        if (negated == null) {
            negated = NegatedKey.of(key.raw());
            key.negated(negated);
        }
        if (!negated.isOnCurve()) {
            return false;
        }
        byte[] expected = negated.commitment(signature, challenge(key, message, signature));
        return Arrays.equals(expected, 0, 32, signature, 0, 32);
    }

    @Override
    public String provider() {
        return "Bouncy Castle";
    }

    private static BigInteger challenge(VerifyKey key, byte[] message, byte[] signature) {
        try {
            MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
            sha512.update(signature, 0, 32);
            sha512.update(key.raw());
            byte[] hash = sha512.digest(message);
            return Guards.fromLittleEndian(hash, 0, hash.length).mod(Guards.ORDER);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
    }
}
