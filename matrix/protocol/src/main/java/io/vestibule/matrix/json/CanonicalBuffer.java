package io.vestibule.matrix.json;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A buffer in which canonical form is put together, and the hash over it: kept over many events, because an event's
 * canonical form is needed for a moment only. One thread at a time.
 */
final class CanonicalBuffer {

    private static final Pool<CanonicalBuffer> POOL = new Pool<>(CanonicalBuffer::new);
    private static final int USUAL_LENGTH = 2048;

    /** Larger buffers are not kept; an event has at most this much. */
    private static final int MOST_KEPT = 65_536;

    private final Sink sink = new Sink(USUAL_LENGTH);
    private final MessageDigest sha256 = newSha256();

    private CanonicalBuffer() {}

    /** An empty one, to be given back. */
    static CanonicalBuffer take() {
        CanonicalBuffer buffer = POOL.take();
        buffer.sink.clear();
        return buffer;
    }

    void giveBack() {
        if (sink.capacity() <= MOST_KEPT) {
            POOL.giveBack(this);
        }
    }

    Sink sink() {
        return sink;
    }

    /** The SHA-256 hash of what has been put. */
    byte[] hash() {
        sha256.reset();
        sink.into(sha256);
        return sha256.digest();
    }

    /** The SHA-256 hash of bytes that are elsewhere. */
    byte[] hash(byte[] bytes) {
        sha256.reset();
        return sha256.digest(bytes);
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
