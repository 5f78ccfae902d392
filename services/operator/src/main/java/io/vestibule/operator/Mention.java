package io.vestibule.operator;

/**
 * A user ID among bytes: itself, and not the beginning of a longer one. Of a string of an Avro record, what stands behind it
 * says nothing, but its length stands before it.
 */
final class Mention {

    private Mention() {}

    /**
     * @param bytes what is looked through
     * @param id the user ID in UTF-8
     */
    static boolean in(byte[] bytes, byte[] id) {
        for (int from = 0; from <= bytes.length - id.length; from++) {
            if (bytes[from] == id[0]
                    && matches(bytes, from, id)
                    && (ends(bytes, from + id.length) || isWholeString(bytes, from, id.length))) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] bytes, int from, byte[] id) {
        for (int i = 1; i < id.length; i++) {
            if (bytes[from + i] != id[i]) {
                return false;
            }
        }
        return true;
    }

    /** Avro's length of a string: zigzag, seven bits a byte, the lowest first. */
    private static boolean isWholeString(byte[] bytes, int from, int length) {
        int coded = length << 1;
        if (coded < 0x80) {
            return from >= 1 && bytes[from - 1] == coded;
        }
        return from >= 2 && bytes[from - 2] == (byte) (coded & 0x7f | 0x80) && bytes[from - 1] == coded >> 7;
    }

    /** A server name goes on with letters, digits, hyphens and colons, and with a dot only if more follows it. */
    private static boolean ends(byte[] bytes, int at) {
        if (at == bytes.length) {
            return true;
        }
        if (bytes[at] == '.') {
            return at + 1 == bytes.length || !isLetterOrDigit(bytes[at + 1]);
        }
        return !isLetterOrDigit(bytes[at]) && bytes[at] != '-' && bytes[at] != ':';
    }

    private static boolean isLetterOrDigit(byte each) {
        return (each >= '0' && each <= '9') || (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
    }
}
