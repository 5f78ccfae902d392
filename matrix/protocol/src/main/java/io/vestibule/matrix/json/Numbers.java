package io.vestibule.matrix.json;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** The numbers of JSON tokens that the grammar has accepted: what the strict rules allow, and lenient canonical form. */
final class Numbers {

    /** The largest integer that every JSON reader keeps, 2^53−1. */
    static final long MAX_SAFE = (1L << 53) - 1;

    /** Python's bound on the digits of an integer; Synapse cannot read more. */
    static final int MOST_DIGITS = 4300;

    private static final int SAFE_DIGITS = 16;

    private Numbers() {}

    /** Whether {@code bytes[from, to)}, an integer token, lies within ±(2^53−1) and is not negative zero. */
    static boolean isSafeInteger(byte[] bytes, int from, int to) {
        boolean negative = bytes[from] == '-';
        int digits = to - from - (negative ? 1 : 0);
        if (digits > SAFE_DIGITS) {
            return false;
        }
        long value = Math.abs(toLong(bytes, from, to));
        return value <= MAX_SAFE && !(negative && value == 0);
    }

    /** The value of an integer token of at most 18 digits. */
    static long toLong(byte[] bytes, int from, int to) {
        boolean negative = bytes[from] == '-';
        long value = 0;
        for (int i = negative ? from + 1 : from; i < to; i++) {
            value = value * 10 + (bytes[i] - '0');
        }
        return negative ? -value : value;
    }

    static boolean isInteger(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '.' || b == 'e' || b == 'E') {
                return false;
            }
        }
        return true;
    }

    static double toDouble(byte[] bytes, int from, int to) {
        return Double.parseDouble(token(bytes, from, to));
    }

    /** The canonical form of a token that is not canonical as it stands, see {@link JsonRules#LENIENT}. */
    static byte[] canonical(byte[] bytes, int from, int to) {
        if (isInteger(bytes, from, to)) {
            return new byte[] {'0'};
        }
        String token = token(bytes, from, to);
        double value = Double.parseDouble(token);
        boolean exponent = token.indexOf('e') >= 0 || token.indexOf('E') >= 0;
        String text = exponent && value == Math.rint(value) && Math.abs(value) <= MAX_SAFE
                ? Long.toString((long) value)
                : pythonRepr(value);
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** What Python's {@code repr} writes for a finite double. */
    static String pythonRepr(double value) {
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        double magnitude = Math.abs(value);
        if (magnitude == 0) {
            return sign + "0.0";
        }
        BigDecimal shortest = shortest(magnitude);
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        return sign + (exponent < -4 || exponent >= 16 ? scientific(digits, exponent) : fixed(digits, exponent));
    }

    // Double.toString gives the shortest digits that read back, but never fewer than two; Python may use one.
    private static BigDecimal shortest(double magnitude) {
        BigDecimal two = new BigDecimal(Double.toString(magnitude)).stripTrailingZeros();
        if (two.precision() == 2) {
            BigDecimal one =
                    two.setScale(two.scale() - 1, RoundingMode.HALF_EVEN).stripTrailingZeros();
            if (one.doubleValue() == magnitude) {
                return one;
            }
        }
        return two;
    }

    private static String scientific(String digits, int exponent) {
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        String power = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return digits.charAt(0) + fraction + "e" + power;
    }

    private static String fixed(String digits, int exponent) {
        if (exponent < 0) {
            return "0." + "0".repeat(-exponent - 1) + digits;
        }
        if (digits.length() <= exponent + 1) {
            return digits + "0".repeat(exponent + 1 - digits.length()) + ".0";
        }
        return digits.substring(0, exponent + 1) + "." + digits.substring(exponent + 1);
    }

    private static String token(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }
}
