package io.vestibule.matrix.json;

import java.security.MessageDigest;
import java.util.Arrays;

/** Where canonical bytes go: into memory, or straight into a hash without being kept. */
sealed interface Sink {

    void put(byte b);

    /** Appends {@code source[from, to)}. */
    void put(byte[] source, int from, int to);

    /** Only counts. */
    final class Length implements Sink {

        private int length;

        @Override
        public void put(byte b) {
            length++;
        }

        @Override
        public void put(byte[] source, int from, int to) {
            length = Math.addExact(length, to - from);
        }

        int length() {
            return length;
        }
    }

    /** A growing array. */
    final class Memory implements Sink {

        private byte[] bytes;
        private int length;

        Memory(int expected) {
            bytes = new byte[Math.max(expected, 16)];
        }

        @Override
        public void put(byte b) {
            if (length == bytes.length) {
                grow(1);
            }
            bytes[length++] = b;
        }

        @Override
        public void put(byte[] source, int from, int to) {
            int count = to - from;
            if (count > bytes.length - length) {
                grow(count);
            }
            System.arraycopy(source, from, bytes, length, count);
            length += count;
        }

        int length() {
            return length;
        }

        byte[] toBytes() {
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        }

        private void grow(int more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), bytes.length * 2));
        }
    }

    /** A running hash. */
    final class Hash implements Sink {

        private final MessageDigest digest;

        Hash(MessageDigest digest) {
            this.digest = digest;
        }

        @Override
        public void put(byte b) {
            digest.update(b);
        }

        @Override
        public void put(byte[] source, int from, int to) {
            digest.update(source, from, to - from);
        }
    }
}
