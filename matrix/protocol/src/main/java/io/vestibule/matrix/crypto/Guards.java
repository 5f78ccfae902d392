package io.vestibule.matrix.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What libsodium refuses before it does any arithmetic, and other libraries do not: points of small order, keys that are not
 * canonical, scalars that are not reduced.
 */
final class Guards {

    /** The order of the base point, 2^252 + 27742317777372353535851937790883648493. */
    static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final byte[] ORDER_BYTES = littleEndian(ORDER);
    private static final byte[] PRIME_BYTES =
            littleEndian(BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19)));

    // The y coordinates of the points of small order, of which there are eight, and the two that are not canonical.
    private static final byte[][] SMALL_ORDER = {
        littleEndian(BigInteger.ZERO),
        littleEndian(BigInteger.ONE),
        HexFormat.of().parseHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        HexFormat.of().parseHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        littleEndian(BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(20))),
        littleEndian(BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19))),
        littleEndian(BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(18))),
    };

    private Guards() {}

    static boolean acceptsKey(byte[] key) {
        return isBelow(key, 0, PRIME_BYTES, 0x7F) && !isSmallOrder(key);
    }

    static boolean acceptsSignature(byte[] signature) {
        return signature.length == Ed25519.SIGNATURE_BYTES
                && isBelow(signature, 32, ORDER_BYTES, 0xFF)
                && !isSmallOrder(signature);
    }

    static byte[] littleEndian(BigInteger value) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 32; i++) {
            bytes[i] = value.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }

    static BigInteger fromLittleEndian(byte[] bytes, int from, int to) {
        byte[] reversed = new byte[to - from];
        for (int i = 0; i < reversed.length; i++) {
            reversed[i] = bytes[to - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    private static boolean isBelow(byte[] bytes, int from, byte[] limit, int lastMask) {
        for (int i = 31; i >= 0; i--) {
            int digit = bytes[from + i] & (i == 31 ? lastMask : 0xFF);
            int bound = limit[i] & 0xFF;
            if (digit != bound) {
                return digit < bound;
            }
        }
        return false;
    }

    // The sign of x, the top bit, does not change the order.
    private static boolean isSmallOrder(byte[] point) {
        for (byte[] small : SMALL_ORDER) {
            if (Arrays.equals(point, 0, 31, small, 0, 31) && (point[31] & 0x7F) == (small[31] & 0xFF)) {
                return true;
            }
        }
        return false;
    }
}
