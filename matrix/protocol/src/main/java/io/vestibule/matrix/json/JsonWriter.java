package io.vestibule.matrix.json;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * Builds a JSON document, in the order in which it is told. Members are not sorted: what is to be signed goes through
 * {@link CanonicalJson} afterwards. Names are not checked for duplicates. Not thread-safe.
 *
 * <pre>{@code
 * byte[] body = new JsonWriter()
 *         .beginObject()
 *         .field("errcode", "M_FORBIDDEN")
 *         .field("error", "You are not invited to this room")
 *         .endObject()
 *         .toBytes();
 * }</pre>
 *
 * <p>Calls that would not give a document, such as a value without a name inside an object, throw
 * {@link IllegalStateException}. A string with a lone surrogate throws {@link IllegalArgumentException}.
 */
public final class JsonWriter {

    private static final int USUAL_BYTES = 256;

    private final Sink out;
    private final BitSet objects = new BitSet();
    private int depth;
    private boolean comma;
    private boolean named;

    /** For a document that is small. */
    public JsonWriter() {
        this(USUAL_BYTES);
    }

    /** @param expectedBytes the length of the document, about; a longer one is copied as it grows */
    public JsonWriter(int expectedBytes) {
        out = new Sink(expectedBytes);
    }

    /** Opens an object. */
    public JsonWriter beginObject() {
        return open('{', true);
    }

    /** Closes the innermost object. */
    public JsonWriter endObject() {
        return close('}', true);
    }

    /** Opens an array. */
    public JsonWriter beginArray() {
        return open('[', false);
    }

    /** Closes the innermost array. */
    public JsonWriter endArray() {
        return close(']', false);
    }

    /** Names the member whose value comes next. */
    public JsonWriter name(String name) {
        if (depth == 0 || !objects.get(depth) || named) {
            throw new IllegalStateException("no name is expected here");
        }
        separate();
        quote(name);
        out.put((byte) ':');
        named = true;
        return this;
    }

    /** Writes a string. */
    public JsonWriter value(String value) {
        beforeValue();
        quote(value);
        return afterValue();
    }

    /** Writes an integer; the strict rules allow no more than ±(2^53−1), which is the caller's to keep. */
    public JsonWriter value(long value) {
        return raw(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes {@code true} or {@code false}. */
    public JsonWriter value(boolean value) {
        return raw(Boolean.toString(value).getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes {@code null}. */
    public JsonWriter nullValue() {
        return raw(new byte[] {'n', 'u', 'l', 'l'});
    }

    /** Writes another document's value with its original bytes. */
    public JsonWriter value(JsonValue value) {
        beforeValue();
        out.put(value.index.bytes, value.index.start(value.node), value.index.end(value.node));
        return afterValue();
    }

    /** Writes the bytes of one JSON value as they are; they are not checked. */
    public JsonWriter raw(byte[] value) {
        beforeValue();
        out.put(value, 0, value.length);
        return afterValue();
    }

    /** Writes a member that is a string. */
    public JsonWriter field(String name, String value) {
        return name(name).value(value);
    }

    /** Writes a member that is an integer. */
    public JsonWriter field(String name, long value) {
        return name(name).value(value);
    }

    /** Writes a member that is {@code true} or {@code false}. */
    public JsonWriter field(String name, boolean value) {
        return name(name).value(value);
    }

    /** Writes a member with another document's value. */
    public JsonWriter field(String name, JsonValue value) {
        return name(name).value(value);
    }

    /** Writes a member whose value is given as the bytes of one JSON value. */
    public JsonWriter field(String name, byte[] value) {
        return name(name).raw(value);
    }

    /**
     * @return the document
     * @throws IllegalStateException if it is not finished
     */
    public byte[] toBytes() {
        if (depth > 0 || out.length() == 0) {
            throw new IllegalStateException("the document is not finished");
        }
        return out.toBytes();
    }

    /** @return the document read back */
    public JsonObject toObject() {
        return JsonObject.of(toBytes());
    }

    private JsonWriter open(char bracket, boolean object) {
        beforeValue();
        out.put((byte) bracket);
        objects.set(++depth, object);
        comma = false;
        return this;
    }

    private JsonWriter close(char bracket, boolean object) {
        if (depth == 0 || objects.get(depth) != object || named) {
            throw new IllegalStateException("no " + bracket + " is expected here");
        }
        out.put((byte) bracket);
        depth--;
        return afterValue();
    }

    private void beforeValue() {
        if (depth == 0 ? out.length() > 0 : objects.get(depth) != named) {
            throw new IllegalStateException("no value is expected here");
        }
        if (!named) {
            separate();
        }
        named = false;
    }

    private JsonWriter afterValue() {
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            out.put((byte) ',');
        }
        comma = false;
    }

    private void quote(String text) {
        if (out.putPlain(text)) {
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        // The encoder puts a question mark in place of a lone surrogate, and would change what is signed.
        if (hasLoneSurrogate(text)) {
            throw new IllegalArgumentException("a lone surrogate has no UTF-8 form");
        }
        Escapes.quote(utf8, out);
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
