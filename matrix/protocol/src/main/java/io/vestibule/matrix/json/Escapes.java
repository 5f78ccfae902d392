package io.vestibule.matrix.json;

import java.util.Arrays;

/** The escapes of JSON strings: decoding checked ones, and writing the few that canonical form uses. */
final class Escapes {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private Escapes() {}

    /** The UTF-8 text of a string's inside, which has been checked before. */
    static byte[] decode(byte[] bytes, int from, int to) {
        byte[] out = new byte[to - from];
        int length = 0;
        int at = from;
        while (at < to) {
            byte b = bytes[at];
            if (b != '\\') {
                out[length++] = b;
                at++;
            } else if (bytes[at + 1] != 'u') {
                out[length++] = simple(bytes[at + 1]);
                at += 2;
            } else {
                int unit = hex4(bytes, at + 2);
                at += 6;
                if (Character.isHighSurrogate((char) unit)) {
                    unit = Character.toCodePoint((char) unit, (char) hex4(bytes, at + 2));
                    at += 6;
                }
                length = utf8(unit, out, length);
            }
        }
        return Arrays.copyOf(out, length);
    }

    /** What stands for the letter behind a backslash, or 0 if no such escape exists. */
    static byte simple(byte letter) {
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            default -> 0;
        };
    }

    /** The four hexadecimal digits at {@code at}, or -1 if they are none; {@code at + 4} must be inside the array. */
    static int hex4(byte[] bytes, int at) {
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    /** The letter that canonical form puts behind the backslash, or 0 if the byte is not escaped by a letter. */
    static byte letter(int b) {
        return switch (b) {
            case '"', '\\' -> (byte) b;
            case '\b' -> 'b';
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\f' -> 'f';
            case '\r' -> 'r';
            default -> 0;
        };
    }

    /** Writes UTF-8 text as a canonical JSON string, quotes included. */
    static void quote(byte[] text, Sink out) {
        out.put((byte) '"');
        int plain = 0;
        for (int i = 0; i < text.length; i++) {
            byte b = text[i];
            byte letter = letter(b);
            if (letter == 0 && (b < 0 || b >= 0x20)) {
                continue;
            }
            out.put(text, plain, i);
            plain = i + 1;
            out.put((byte) '\\');
            if (letter != 0) {
                out.put(letter);
            } else {
                out.put((byte) 'u');
                out.put((byte) '0');
                out.put((byte) '0');
                out.put(HEX[b >> 4]);
                out.put(HEX[b & 0xF]);
            }
        }
        out.put(text, plain, text.length);
        out.put((byte) '"');
    }

    private static int utf8(int codePoint, byte[] out, int length) {
        int at = length;
        if (codePoint < 0x80) {
            out[at++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            out[at++] = (byte) (0xC0 | codePoint >> 6);
            out[at++] = (byte) (0x80 | codePoint & 0x3F);
        } else if (codePoint < 0x10000) {
            out[at++] = (byte) (0xE0 | codePoint >> 12);
            out[at++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            out[at++] = (byte) (0x80 | codePoint & 0x3F);
        } else {
            out[at++] = (byte) (0xF0 | codePoint >> 18);
            out[at++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
            out[at++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            out[at++] = (byte) (0x80 | codePoint & 0x3F);
        }
        return at;
    }
}
