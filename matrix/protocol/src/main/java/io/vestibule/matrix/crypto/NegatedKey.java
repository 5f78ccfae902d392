package io.vestibule.matrix.crypto;

import java.math.BigInteger;
import org.bouncycastle.math.ec.rfc7748.X25519Field;
import org.jspecify.annotations.Nullable;

/**
 * A public key decoded for verification: small odd multiples of its negative, so that {@code S·B − h·A} is one run of doublings
 * with few additions. Not constant in time, which is fine for public values. Immutable.
 */
final class NegatedKey {

    private static final int KEY_WIDTH = 5;
    private static final int BASE_WIDTH = 8;
    private static final int BITS = 256;
    private static final EdwardsPoint.Addend[] BASE = EdwardsPoint.base().oddMultiples(1 << BASE_WIDTH - 2);

    private final EdwardsPoint.Addend @Nullable [] multiples;

    private NegatedKey(EdwardsPoint.Addend @Nullable [] multiples) {
        this.multiples = multiples;
    }

    static NegatedKey of(byte[] key) {
        EdwardsPoint point = EdwardsPoint.decode(key);
        if (point == null) {
            return new NegatedKey(null);
        }
        X25519Field.negate(point.x, point.x);
        X25519Field.negate(point.t, point.t);
        return new NegatedKey(point.oddMultiples(1 << KEY_WIDTH - 2));
    }

    boolean isOnCurve() {
        return multiples != null;
    }

    /** The encoding of {@code S·B − h·A}, where S is the signature's second half. */
    byte[] commitment(byte[] signature, BigInteger challenge) {
        EdwardsPoint.Addend[] ofKey = multiples;
        if (ofKey == null) {
            throw new IllegalStateException("the key is not a point");
        }
        byte[] s = nonAdjacent(Guards.fromLittleEndian(signature, 32, 64), BASE_WIDTH);
        byte[] h = nonAdjacent(challenge, KEY_WIDTH);
        EdwardsPoint sum = EdwardsPoint.neutral();
        for (int bit = BITS - 1; bit >= 0; bit--) {
            sum.twice(s[bit] != 0 || h[bit] != 0);
            sum.addDigit(s[bit], BASE);
            sum.addDigit(h[bit], ofKey);
        }
        return sum.encode();
    }

    // Every digit is odd or zero, below 2^(width-1) in size, and followed by width-1 zeros.
    private static byte[] nonAdjacent(BigInteger scalar, int width) {
        byte[] digits = new byte[BITS];
        long[] words = new long[5];
        for (int i = 0; i < 4; i++) {
            words[i] = scalar.shiftRight(64 * i).longValue();
        }
        int carry = 0;
        for (int bit = 0; bit < BITS; bit++) {
            if ((window(words, bit, 1) ^ carry) == 0) {
                continue;
            }
            int digit = window(words, bit, width) + carry;
            carry = digit >> width - 1;
            digits[bit] = (byte) (digit - (carry << width));
            bit += width - 1;
        }
        return digits;
    }

    private static int window(long[] words, int bit, int width) {
        int word = bit >>> 6;
        int shift = bit & 63;
        long value = words[word] >>> shift;
        if (shift + width > 64) {
            value |= words[word + 1] << 64 - shift;
        }
        return (int) value & (1 << width) - 1;
    }
}
