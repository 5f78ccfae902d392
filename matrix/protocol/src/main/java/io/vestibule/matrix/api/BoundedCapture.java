package io.vestibule.matrix.api;

import java.util.Arrays;

/** Collects the bytes of one JSON value up to a bound; beyond it, only counts. Used by one thread at a time. */
final class BoundedCapture {

    private static final int FIRST_CAPACITY = 2048;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int size;
    private int bound;
    private long seen;

    /** Starts a new value. A bound of zero only counts. */
    void reset(int newBound) {
        size = 0;
        seen = 0;
        bound = newBound;
    }

    void append(byte[] from, int start, int end) {
        int length = end - start;
        seen += length;
        if (seen > bound) {
            size = 0;
            return;
        }
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(bound, Math.max(bytes.length * 2, size + length)));
        }
        System.arraycopy(from, start, bytes, size, length);
        size += length;
    }

    /** All bytes of the value, kept or not. */
    long seen() {
        return seen;
    }

    boolean overflowed() {
        return seen > bound;
    }

    boolean holds(byte[] value) {
        return !overflowed() && Arrays.equals(bytes, 0, size, value, 0, value.length);
    }

    byte[] copy() {
        if (overflowed()) {
            throw new IllegalStateException("the value of " + seen + " bytes was not kept");
        }
        return Arrays.copyOf(bytes, size);
    }
}
