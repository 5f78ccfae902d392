package io.vestibule.matrix.id;

/** Byte lengths without making the bytes: the limits of Matrix identifiers count UTF-8 bytes. */
final class Utf8 {

    private Utf8() {}

    /** The length in UTF-8 bytes, or -1 if the text holds a lone surrogate and so has no UTF-8 form. */
    static int length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                return -1;
            }
        }
        return bytes;
    }

    /** Whether the text has a UTF-8 form of at most {@code limit} bytes and no NUL. */
    static boolean fits(String text, int limit) {
        int length = isAscii(text) ? text.length() : length(text);
        return length >= 0 && length <= limit && text.indexOf('\0') < 0;
    }

    // No way out in the middle, so that the compiler may take many characters at once.
    private static boolean isAscii(String text) {
        int all = 0;
        for (int i = 0; i < text.length(); i++) {
            all |= text.charAt(i);
        }
        return all < 0x80;
    }
}
