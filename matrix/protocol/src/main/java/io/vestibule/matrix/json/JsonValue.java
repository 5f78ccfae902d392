package io.vestibule.matrix.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A value of a checked document: a view of its bytes, not a copy. Immutable and safe to share, as long as nobody writes to
 * the array that was parsed. Has no equality but identity; compare canonical bytes.
 */
public abstract sealed class JsonValue permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

    final JsonIndex index;
    final int node;

    JsonValue(JsonIndex index, int node) {
        this.index = index;
        this.node = node;
    }

    /**
     * Checks a stranger's document that may hold any value; most hold an object, see {@link JsonObject#parse}.
     *
     * @param bytes the whole document; kept, not copied, so the caller must not write to it afterwards
     * @param rules which numbers are allowed
     * @return the value
     * @throws InvalidJsonException if the bytes are not one JSON value, or break the rules
     */
    public static JsonValue parse(byte[] bytes, JsonRules rules) throws InvalidJsonException {
        return at(JsonIndexer.index(bytes, rules), 0);
    }

    static JsonValue at(JsonIndex index, int node) {
        return switch (index.kind(node)) {
            case JsonIndex.OBJECT -> JsonObject.open(index, node);
            case JsonIndex.ARRAY -> JsonArray.open(index, node);
            case JsonIndex.STRING -> new JsonString(index, node);
            case JsonIndex.NUMBER -> new JsonNumber(index, node);
            case JsonIndex.TRUE, JsonIndex.FALSE -> new JsonBoolean(index, node);
            case JsonIndex.NULL -> new JsonNull(index, node);
            default -> throw new IllegalStateException("no such kind of value: " + index.kind(node));
        };
    }

    /** @return a copy of the value's original bytes */
    public final byte[] bytes() {
        return Arrays.copyOfRange(index.bytes, index.start(node), index.end(node));
    }

    /** Copies the value's original bytes, {@link #byteLength()} of them, to a place of an array. */
    public final void copyTo(byte[] target, int at) {
        System.arraycopy(index.bytes, index.start(node), target, at, byteLength());
    }

    /** @return the number of original bytes */
    public final int byteLength() {
        return index.end(node) - index.start(node);
    }

    /** @return the canonical form, see {@link CanonicalJson} */
    public final byte[] canonical() {
        return CanonicalJson.of(this);
    }

    /** @return whether the original bytes are the canonical form */
    public final boolean isCanonical() {
        return index.has(node, JsonIndex.CANONICAL);
    }

    /** @return whether every number inside is allowed by the rules, whichever the document was parsed with */
    public final boolean conformsTo(JsonRules rules) {
        return switch (rules) {
            case STRICT -> index.has(node, JsonIndex.STRICT);
            case LENIENT -> true;
        };
    }

    /** @return the original text */
    @Override
    public final String toString() {
        int start = index.start(node);
        return new String(index.bytes, start, index.end(node) - start, StandardCharsets.UTF_8);
    }
}
