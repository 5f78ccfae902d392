package io.vestibule.matrix.json;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Canonical JSON (specification, appendices, "Canonical JSON"): UTF-8 without white space, keys in the order of their code
 * points, only the escapes that must be. Numbers follow {@link JsonRules}.
 *
 * <p>Parts of the document that are canonical already are copied as they stand. What is kept in memory is measured first, so
 * that nothing but the result is allocated. Thread-safe.
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
        return of(JsonValue.at(JsonIndexer.index(bytes, rules), 0));
    }

    /** @return the canonical form of a value */
    public static byte[] of(JsonValue value) {
        Sink.Memory out = new Sink.Memory(length(value));
        new CanonicalWriter(value.index, out).value(value.node);
        return out.toBytes();
    }

    /** @return the canonical form of what the selection keeps */
    public static byte[] of(JsonObject object, JsonSelection selection) {
        Sink.Length length = new Sink.Length();
        new CanonicalWriter(object.index, length).object(object.node, selection);
        Sink.Memory out = new Sink.Memory(length.length());
        new CanonicalWriter(object.index, out).object(object.node, selection);
        return out.toBytes();
    }

    /** @return the SHA-256 hash of the canonical form of what the selection keeps, 32 bytes */
    public static byte[] sha256(JsonObject object, JsonSelection selection) {
        MessageDigest digest = sha256();
        new CanonicalWriter(object.index, new Sink.Hash(digest)).object(object.node, selection);
        return digest.digest();
    }

    /** @return the length in bytes of the canonical form */
    public static int length(JsonValue value) {
        Sink.Length length = new Sink.Length();
        new CanonicalWriter(value.index, length).value(value.node);
        return length.length();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
