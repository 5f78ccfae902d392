package io.vestibule.matrix.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Scans UTF-8: eight plain bytes at a time, other sequences checked against the Unicode standard's table 3-7. */
final class Utf8Bytes {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private Utf8Bytes() {}

    /** The first byte at or behind {@code from} that is a quote, a backslash, a control or not ASCII; {@code to} if none. */
    static int skipPlain(byte[] bytes, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES) {
            long special = special((long) LONG.get(bytes, at));
            if (special != 0) {
                return at + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            at += Long.BYTES;
        }
        while (at < to && isPlain(bytes[at])) {
            at++;
        }
        return at;
    }

    /** The length of the sequence that starts with the non-ASCII byte at {@code at}, or -1 if it is malformed. */
    static int sequence(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xFF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            return isTail(bytes, at + 1, to) ? 2 : -1;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            return isSecond(bytes, at, to) && isTail(bytes, at + 2, to) ? 3 : -1;
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            return isSecond(bytes, at, to) && isTail(bytes, at + 2, to) && isTail(bytes, at + 3, to) ? 4 : -1;
        }
        return -1;
    }

    // Each byte's own high bit is exact in the lowest matching byte, which is the only one that is looked at.
    private static long special(long word) {
        long quotes = word ^ QUOTES;
        long backslashes = word ^ BACKSLASHES;
        long found = (quotes - ONES & ~quotes) | (backslashes - ONES & ~backslashes) | (word - SPACES & ~word) | word;
        return found & HIGHS;
    }

    private static boolean isPlain(byte b) {
        return b >= 0x20 && b != '"' && b != '\\';
    }

    private static boolean isTail(byte[] bytes, int at, int to) {
        return at < to && (bytes[at] & 0xC0) == 0x80;
    }

    // The second byte is where overlong forms, surrogates and code points beyond U+10FFFF show.
    private static boolean isSecond(byte[] bytes, int at, int to) {
        if (!isTail(bytes, at + 1, to)) {
            return false;
        }
        int second = bytes[at + 1] & 0xFF;
        return switch (bytes[at] & 0xFF) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second <= 0x9F;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second <= 0x8F;
            default -> true;
        };
    }
}
