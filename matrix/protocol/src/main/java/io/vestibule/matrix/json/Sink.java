package io.vestibule.matrix.json;

import java.security.MessageDigest;
import java.util.Arrays;

/** A growing array of canonical bytes. One thread at a time. */
final class Sink {

    private byte[] bytes;
    private int length;

    Sink(int expected) {
        bytes = new byte[Math.max(expected, 16)];
    }

    /** Appends to the first {@code length} bytes of an array that is large enough for all that is to come. */
    Sink(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    void put(byte b) {
        if (length == bytes.length) {
            grow(1);
        }
        bytes[length++] = b;
    }

    /** Appends {@code source[from, to)}. */
    void put(byte[] source, int from, int to) {
        int count = to - from;
        if (count > bytes.length - length) {
            grow(count);
        }
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /** Puts the text in quotes if none of its characters needs an escape or a second byte; else puts nothing. */
    boolean putPlain(String text) {
        int count = text.length();
        if (count + 2 > bytes.length - length) {
            grow(count + 2);
        }
        int at = length;
        bytes[at++] = '"';
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x80 || c == '"' || c == '\\') {
                return false;
            }
            bytes[at++] = (byte) c;
        }
        bytes[at++] = '"';
        length = at;
        return true;
    }

    int length() {
        return length;
    }

    int capacity() {
        return bytes.length;
    }

    /** Forgets what was put, and keeps the array for what comes. */
    void clear() {
        length = 0;
    }

    /** What was put; the sink must not be used afterwards. */
    byte[] toBytes() {
        return length == bytes.length ? bytes : copy();
    }

    /** A copy of what was put. */
    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    void into(MessageDigest digest) {
        digest.update(bytes, 0, length);
    }

    private void grow(int more) {
        bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), bytes.length * 2));
    }
}
