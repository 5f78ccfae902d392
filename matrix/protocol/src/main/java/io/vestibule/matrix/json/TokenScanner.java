package io.vestibule.matrix.json;

import io.vestibule.matrix.json.InvalidJsonException.Kind;

/** Checks strings, numbers and words, and says which index flags hold for each. One thread at a time. */
final class TokenScanner {

    private static final int BOTH = JsonIndex.CANONICAL | JsonIndex.STRICT;
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private byte[] bytes = {};
    private int limit;
    private JsonRules rules = JsonRules.STRICT;
    private int end;

    /** Turns to {@code text[0, limit)}. */
    void begin(byte[] text, int newLimit, JsonRules newRules) {
        bytes = text;
        limit = newLimit;
        rules = newRules;
    }

    /** The byte behind the token that was scanned last. */
    int end() {
        return end;
    }

    /** Scans the string whose opening quote is at {@code start}. */
    int string(int start) throws InvalidJsonException {
        int flags = BOTH;
        int at = start + 1;
        while (true) {
            at = Utf8Bytes.skipPlain(bytes, at, limit);
            if (at == limit) {
                throw new InvalidJsonException(Kind.SYNTAX, at);
            }
            byte b = bytes[at];
            if (b == '"') {
                end = at + 1;
                return flags;
            }
            if (b == '\\') {
                flags = (isCanonicalEscape(at) ? flags : flags & ~JsonIndex.CANONICAL) | JsonIndex.ESCAPED;
                at = escape(at);
            } else if (b < 0) {
                at = sequence(at);
            } else {
                throw new InvalidJsonException(Kind.SYNTAX, at);
            }
        }
    }

    private int sequence(int at) throws InvalidJsonException {
        int length = Utf8Bytes.sequence(bytes, at, limit);
        if (length < 0) {
            throw new InvalidJsonException(Kind.INVALID_UTF8, at);
        }
        return at + length;
    }

    private int escape(int at) throws InvalidJsonException {
        if (at + 1 < limit && Escapes.simple(bytes[at + 1]) != 0) {
            return at + 2;
        }
        int unit = unit(at);
        if (unit < 0) {
            throw new InvalidJsonException(Kind.SYNTAX, at);
        }
        if (!Character.isSurrogate((char) unit)) {
            return at + 6;
        }
        int low = unit(at + 6);
        if (!Character.isHighSurrogate((char) unit) || low < 0 || !Character.isLowSurrogate((char) low)) {
            throw new InvalidJsonException(Kind.LONE_SURROGATE, at);
        }
        return at + 12;
    }

    private int unit(int at) {
        boolean isEscape = at + 6 <= limit && bytes[at] == '\\' && bytes[at + 1] == 'u';
        return isEscape ? Escapes.hex4(bytes, at + 2) : -1;
    }

    private boolean isCanonicalEscape(int at) {
        if (at + 1 < limit && bytes[at + 1] != 'u') {
            return bytes[at + 1] != '/';
        }
        int unit = unit(at);
        return unit >= 0 && unit < 0x20 && Escapes.letter(unit) == 0 && !(bytes[at + 5] >= 'A' && bytes[at + 5] <= 'F');
    }

    /** Scans the number that starts at {@code start}. */
    int number(int start) throws InvalidJsonException {
        int at = bytes[start] == '-' ? start + 1 : start;
        int afterInteger = digits(at);
        if (afterInteger - at > 1 && bytes[at] == '0') {
            throw new InvalidJsonException(Kind.SYNTAX, at);
        }
        end = afterInteger;
        if (end < limit && bytes[end] == '.') {
            end = digits(end + 1);
        }
        if (end < limit && (bytes[end] == 'e' || bytes[end] == 'E')) {
            int sign = end + 1;
            boolean signed = sign < limit && (bytes[sign] == '+' || bytes[sign] == '-');
            end = digits(signed ? sign + 1 : sign);
        }
        return end == afterInteger ? integer(start) : decimal(start);
    }

    private int digits(int from) throws InvalidJsonException {
        int at = from;
        while (at < limit && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw new InvalidJsonException(Kind.SYNTAX, at);
        }
        return at;
    }

    private int integer(int start) throws InvalidJsonException {
        if (Numbers.isSafeInteger(bytes, start, end)) {
            return BOTH;
        }
        int digits = end - start - (bytes[start] == '-' ? 1 : 0);
        if (rules == JsonRules.STRICT || digits > Numbers.MOST_DIGITS) {
            throw new InvalidJsonException(Kind.NUMBER, start);
        }
        boolean negativeZero = digits == 1 && bytes[start + 1] == '0';
        return negativeZero ? 0 : JsonIndex.CANONICAL;
    }

    private int decimal(int start) throws InvalidJsonException {
        if (rules == JsonRules.STRICT || Double.isInfinite(Numbers.toDouble(bytes, start, end))) {
            throw new InvalidJsonException(Kind.NUMBER, start);
        }
        return 0;
    }

    /** Scans {@code true}, {@code false} or {@code null}. */
    int word(int start) throws InvalidJsonException {
        byte[] word = switch (bytes[start]) {
            case 't' -> TRUE;
            case 'f' -> FALSE;
            default -> NULL;
        };
        for (int i = 0; i < word.length; i++) {
            if (start + i >= limit || bytes[start + i] != word[i]) {
                throw new InvalidJsonException(Kind.SYNTAX, start);
            }
        }
        end = start + word.length;
        return BOTH;
    }
}
