package io.vestibule.matrix.json;

import java.util.Arrays;

/**
 * Canonical JSON (specification, appendices, "Canonical JSON"): UTF-8 without white space, keys in the order of their code
 * points, only the escapes that must be. Numbers follow {@link JsonRules}.
 *
 * <p>Parts of the document that are canonical already are copied as they stand. Buffers are lent from a pool, so that hardly
 * anything but the result is allocated. Thread-safe.
 */
public final class CanonicalJson {

    private CanonicalJson() {}

    /**
     * @param bytes a document holding any one JSON value
     * @param rules which numbers are allowed
     * @return its canonical form
     * @throws InvalidJsonException if the bytes are not JSON or break the rules
     */
    public static byte[] canonicalise(byte[] bytes, JsonRules rules) throws InvalidJsonException {
        JsonIndexer indexer = JsonIndexer.take();
        try {
            return written(indexer.lend(bytes, rules), 0);
        } finally {
            indexer.giveBack();
        }
    }

    /** @return the canonical form of a value */
    public static byte[] of(JsonValue value) {
        return written(value.index, value.node);
    }

    /** @return the canonical form of what the selection keeps */
    public static byte[] of(JsonObject object, JsonSelection selection) {
        CanonicalBuffer buffer = CanonicalBuffer.take();
        try {
            new CanonicalWriter(object.index, buffer.sink()).object(object.node, selection);
            return buffer.sink().copy();
        } finally {
            buffer.giveBack();
        }
    }

    /** @return the SHA-256 hash of the canonical form of what the selection keeps, 32 bytes */
    public static byte[] sha256(JsonObject object, JsonSelection selection) {
        CanonicalBuffer buffer = CanonicalBuffer.take();
        try {
            new CanonicalWriter(object.index, buffer.sink()).object(object.node, selection);
            return buffer.hash();
        } finally {
            buffer.giveBack();
        }
    }

    /** @return the SHA-256 hash of bytes, 32 bytes */
    public static byte[] sha256(byte[] bytes) {
        CanonicalBuffer buffer = CanonicalBuffer.take();
        try {
            return buffer.hash(bytes);
        } finally {
            buffer.giveBack();
        }
    }

    /** @return the length in bytes of the canonical form */
    public static int length(JsonValue value) {
        CanonicalBuffer buffer = CanonicalBuffer.take();
        try {
            new CanonicalWriter(value.index, buffer.sink()).value(value.node);
            return buffer.sink().length();
        } finally {
            buffer.giveBack();
        }
    }

    private static byte[] written(JsonIndex index, int node) {
        if (index.has(node, JsonIndex.CANONICAL)) {
            return Arrays.copyOfRange(index.bytes, index.start(node), index.end(node));
        }
        CanonicalBuffer buffer = CanonicalBuffer.take();
        try {
            new CanonicalWriter(index, buffer.sink()).value(node);
            return buffer.sink().copy();
        } finally {
            buffer.giveBack();
        }
    }
}
