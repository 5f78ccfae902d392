package io.vestibule.matrix.api;

/**
 * Finds where one JSON value ends in bytes that arrive in chunks, and keeps its bytes up to a bound.
 *
 * <p>Follows strings, escapes and the count of open brackets, nothing else: a value with mismatched brackets ends where the
 * count says, and is refused by whoever parses it. Used by one thread at a time.
 */
final class ValueScanner {

    private final BoundedCapture capture = new BoundedCapture();
    private boolean active;
    private boolean scalar;
    private boolean inString;
    private boolean escaped;
    private int depth;

    /** Begins a value; its first byte is the next one fed. Beyond the bound the bytes are only counted. */
    void start(int bound) {
        capture.reset(bound);
        active = true;
        scalar = false;
        inString = false;
        escaped = false;
        depth = 0;
    }

    /** Whether a value has begun and not ended. */
    boolean active() {
        return active;
    }

    BoundedCapture capture() {
        return capture;
    }

    /** Takes bytes up to the end of the value and returns the index behind the last one taken. */
    int feed(byte[] chunk, int start, int end) {
        int at = start;
        while (at < end && active) {
            if (inString) {
                at = scanString(chunk, at, end);
            } else if (scalar && isDelimiter(chunk[at])) {
                active = false;
            } else {
                structure(chunk[at]);
                at++;
            }
        }
        capture.append(chunk, start, at);
        return at;
    }

    private int scanString(byte[] chunk, int start, int end) {
        for (int at = start; at < end; at++) {
            byte b = chunk[at];
            if (escaped) {
                escaped = false;
            } else if (b == '\\') {
                escaped = true;
            } else if (b == '"') {
                inString = false;
                active = depth > 0;
                return at + 1;
            }
        }
        return end;
    }

    private void structure(byte b) {
        switch (b) {
            case '"' -> inString = true;
            case '{', '[' -> depth++;
            case '}', ']' -> {
                depth--;
                active = depth > 0;
            }
            default -> scalar = depth == 0;
        }
    }

    private static boolean isDelimiter(byte b) {
        return b == ',' || b == '}' || b == ']' || b == ' ' || b == '\n' || b == '\r' || b == '\t' || b == ':';
    }
}
