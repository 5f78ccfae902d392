package io.vestibule.matrix.crypto;

import java.math.BigInteger;
import org.bouncycastle.math.ec.rfc7748.X25519Field;
import org.jspecify.annotations.Nullable;

/**
 * A point of edwards25519 in extended coordinates (Hisil, Wong, Carter, Dawson 2008): {@code x = X/Z}, {@code y = Y/Z},
 * {@code x·y = T/Z}. The formulas are complete for this curve: there is no special case for any two points. Mutable, for one
 * thread, and not constant in time.
 */
final class EdwardsPoint {

    private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(PRIME))
            .mod(PRIME);
    private static final int[] CURVE_D = field(D);
    private static final int[] CURVE_2D = field(D.add(D).mod(PRIME));

    final int[] x = X25519Field.create();
    final int[] y = X25519Field.create();
    final int[] z = X25519Field.create();
    final int[] t = X25519Field.create();

    private final int[] a = X25519Field.create();
    private final int[] b = X25519Field.create();
    private final int[] c = X25519Field.create();
    private final int[] e = X25519Field.create();
    private final int[] f = X25519Field.create();
    private final int[] g = X25519Field.create();
    private final int[] h = X25519Field.create();

    /** A point prepared for being added: {@code Y+X}, {@code Y−X}, {@code 2Z}, {@code 2dT}. Immutable. */
    record Addend(int[] plus, int[] minus, int[] twiceZ, int[] scaledT) {}

    private EdwardsPoint() {
        X25519Field.one(z);
    }

    static EdwardsPoint neutral() {
        EdwardsPoint point = new EdwardsPoint();
        X25519Field.one(point.y);
        return point;
    }

    static EdwardsPoint base() {
        BigInteger y = BigInteger.valueOf(4)
                .multiply(BigInteger.valueOf(5).modInverse(PRIME))
                .mod(PRIME);
        EdwardsPoint base = decode(Guards.littleEndian(y));
        if (base == null) {
            throw new IllegalStateException("the base point is on the curve");
        }
        return base;
    }

    /** The point that 32 bytes encode, or null if there is none. The bytes are expected to be canonical. */
    static @Nullable EdwardsPoint decode(byte[] bytes) {
        EdwardsPoint point = new EdwardsPoint();
        X25519Field.decode(bytes, 0, point.y);
        int[] numerator = X25519Field.create();
        int[] denominator = X25519Field.create();
        X25519Field.sqr(point.y, numerator);
        X25519Field.mul(CURVE_D, numerator, denominator);
        X25519Field.subOne(numerator);
        X25519Field.addOne(denominator);
        if (!X25519Field.sqrtRatioVar(numerator, denominator, point.x)) {
            return null;
        }
        X25519Field.normalize(point.x);
        if ((point.x[0] & 1) != (bytes[31] >>> 7 & 1)) {
            X25519Field.negate(point.x, point.x);
            X25519Field.normalize(point.x);
        }
        X25519Field.mul(point.x, point.y, point.t);
        return point;
    }

    byte[] encode() {
        int[] inverse = X25519Field.create();
        X25519Field.invVar(z, inverse);
        X25519Field.mul(x, inverse, a);
        X25519Field.mul(y, inverse, b);
        X25519Field.normalize(a);
        X25519Field.normalize(b);
        byte[] bytes = new byte[32];
        X25519Field.encode(b, bytes, 0);
        bytes[31] |= (byte) ((a[0] & 1) << 7);
        return bytes;
    }

    /** The first {@code count} odd multiples: 1, 3, 5… times this point, which becomes an unspecified one. */
    Addend[] oddMultiples(int count) {
        Addend[] multiples = new Addend[count];
        multiples[0] = addend();
        EdwardsPoint doubled = copy();
        doubled.twice(true);
        Addend step = doubled.addend();
        for (int i = 1; i < count; i++) {
            add(step.plus, step.minus, step, false);
            multiples[i] = addend();
        }
        return multiples;
    }

    /** Adds an odd digit times the point whose odd multiples are given; 0 adds nothing. */
    void addDigit(int digit, Addend[] multiples) {
        if (digit > 0) {
            Addend addend = multiples[digit >> 1];
            add(addend.plus, addend.minus, addend, false);
        } else if (digit < 0) {
            Addend addend = multiples[-digit >> 1];
            add(addend.minus, addend.plus, addend, true);
        }
    }

    /** Doubles; T is the one coordinate that doubling does not need, so it may be left out unless an addition follows. */
    void twice(boolean withT) {
        X25519Field.sqr(x, a);
        X25519Field.sqr(y, b);
        X25519Field.sqr(z, c);
        X25519Field.add(c, c, c);
        X25519Field.add(x, y, e);
        X25519Field.sqr(e, e);
        X25519Field.apm(a, b, h, g);
        X25519Field.sub(h, e, e);
        X25519Field.carry(e);
        X25519Field.add(c, g, f);
        X25519Field.carry(f);
        complete(withT);
    }

    private void add(int[] plus, int[] minus, Addend addend, boolean negative) {
        X25519Field.apm(y, x, b, a);
        X25519Field.mul(a, minus, a);
        X25519Field.mul(b, plus, b);
        X25519Field.mul(t, addend.scaledT, c);
        X25519Field.mul(z, addend.twiceZ, f);
        X25519Field.apm(b, a, h, e);
        if (negative) {
            X25519Field.apm(f, c, f, g);
        } else {
            X25519Field.apm(f, c, g, f);
        }
        complete(true);
    }

    private void complete(boolean withT) {
        X25519Field.mul(e, f, x);
        X25519Field.mul(g, h, y);
        if (withT) {
            X25519Field.mul(e, h, t);
        }
        X25519Field.mul(f, g, z);
    }

    private Addend addend() {
        int[] plus = X25519Field.create();
        int[] minus = X25519Field.create();
        int[] twiceZ = X25519Field.create();
        int[] scaledT = X25519Field.create();
        X25519Field.apm(y, x, plus, minus);
        X25519Field.carry(plus);
        X25519Field.carry(minus);
        X25519Field.add(z, z, twiceZ);
        X25519Field.carry(twiceZ);
        X25519Field.mul(t, CURVE_2D, scaledT);
        return new Addend(plus, minus, twiceZ, scaledT);
    }

    private EdwardsPoint copy() {
        EdwardsPoint copy = new EdwardsPoint();
        X25519Field.copy(x, 0, copy.x, 0);
        X25519Field.copy(y, 0, copy.y, 0);
        X25519Field.copy(z, 0, copy.z, 0);
        X25519Field.copy(t, 0, copy.t, 0);
        return copy;
    }

    private static int[] field(BigInteger value) {
        int[] element = X25519Field.create();
        X25519Field.decode(Guards.littleEndian(value), 0, element);
        return element;
    }
}
