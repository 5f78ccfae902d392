package io.vestibule.matrix.json;

import io.vestibule.matrix.json.InvalidJsonException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An object. Members are looked up by walking over them, which beats a map for the few that events have.
 *
 * <p>The typed accessors answer with an empty value both if the member is missing and if it is of another type; where the
 * difference matters, ask {@link #get} and switch over the answer.
 */
public final class JsonObject extends JsonValue implements Iterable<JsonObject.Member> {

    /** The most objects and arrays inside one another. */
    public static final int MAX_DEPTH = 512;

    /**
     * A member of an object.
     *
     * @param name  the key without quotes and escapes
     * @param value the value
     */
    public record Member(String name, JsonValue value) {}

    private JsonObject(JsonIndex index, int node) {
        super(index, node);
    }

    static JsonObject open(JsonIndex index, int node) {
        JsonIndex opened = index.open(node);
        return new JsonObject(opened, opened == index ? node : 0);
    }

    /**
     * Checks a stranger's document.
     *
     * @param bytes the whole document; kept, not copied, so the caller must not write to it afterwards
     * @param rules which numbers are allowed
     * @return the object
     * @throws InvalidJsonException if the bytes are not one JSON object, or break the rules
     */
    public static JsonObject parse(byte[] bytes, JsonRules rules) throws InvalidJsonException {
        return top(JsonIndexer.index(bytes, rules));
    }

    /**
     * Checks the body of a stranger's request, and how deep it is nested. What it holds is looked at from top to bottom, so
     * more of it is kept at hand than of a single event.
     *
     * @param bytes the whole document; kept, not copied, so the caller must not write to it afterwards
     * @param rules which numbers are allowed
     * @param maxDepth the most objects and arrays inside one another, at most {@link #MAX_DEPTH}
     * @return the object
     * @throws InvalidJsonException if the bytes are not one JSON object, or break the rules
     */
    public static JsonObject parseBody(byte[] bytes, JsonRules rules, int maxDepth) throws InvalidJsonException {
        return top(JsonIndexer.index(bytes, rules, maxDepth, JsonIndex.Fold.FOR_BODIES));
    }

    private static JsonObject top(JsonIndex index) throws InvalidJsonException {
        if (index.kind(0) != JsonIndex.OBJECT) {
            throw new InvalidJsonException(Kind.NOT_AN_OBJECT, index.start(0));
        }
        return new JsonObject(index, 0);
    }

    /**
     * Reads a document that our own code has written, or has checked before.
     *
     * @throws IllegalArgumentException if it is not one lenient JSON object
     */
    public static JsonObject of(byte[] bytes) {
        try {
            return parse(bytes, JsonRules.LENIENT);
        } catch (InvalidJsonException e) {
            throw new IllegalArgumentException("our own JSON is invalid: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a document that our own code has written.
     *
     * @throws IllegalArgumentException if it is not one lenient JSON object
     */
    public static JsonObject of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @return the value of a member, or empty if there is none of this name */
    public Optional<JsonValue> get(String name) {
        int key = key(name);
        return key < 0 ? Optional.empty() : Optional.of(at(index, key + 1));
    }

    /** @return whether there is a member of this name, even if it is {@code null} */
    public boolean has(String name) {
        return key(name) >= 0;
    }

    /** @return the text of a member that is a string */
    public Optional<String> string(String name) {
        int value = member(name, JsonIndex.STRING);
        return value < 0 ? Optional.empty() : Optional.of(index.string(value));
    }

    /** @return whether there is a member that is a string with this text */
    public boolean holds(String name, String text) {
        int value = member(name, JsonIndex.STRING);
        return value >= 0 && index.isNamed(value, text);
    }

    /** @return whether every member is an object */
    public boolean isAllObjects() {
        int key = index.firstKey(node);
        for (int left = index.memberCount(node); left > 0; left--) {
            if (index.kind(key + 1) != JsonIndex.OBJECT) {
                return false;
            }
            key = index.next(key + 1);
        }
        return true;
    }

    /** @return a member that is written as an integer and fits a long */
    public OptionalLong integer(String name) {
        int value = member(name, JsonIndex.NUMBER);
        return value < 0 ? OptionalLong.empty() : new JsonNumber(index, value).integer();
    }

    /** @return a member that is {@code true} or {@code false} */
    public Optional<Boolean> bool(String name) {
        return get(name).filter(JsonBoolean.class::isInstance).map(value -> ((JsonBoolean) value).value());
    }

    /** @return a member that is an object */
    public Optional<JsonObject> object(String name) {
        int value = member(name, JsonIndex.OBJECT);
        return value < 0 ? Optional.empty() : Optional.of(open(index, value));
    }

    /** @return a member that is an array */
    public Optional<JsonArray> array(String name) {
        int value = member(name, JsonIndex.ARRAY);
        return value < 0 ? Optional.empty() : Optional.of(JsonArray.open(index, value));
    }

    /** @return the number of members */
    public int size() {
        return index.memberCount(node);
    }

    /** @return whether there is no member */
    public boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Puts a member into the original bytes and leaves everything else as it stands, white space and order included.
     *
     * @param name  the member's name; its value is replaced if it is there, else it becomes the last
     * @param value the bytes of one JSON value
     * @return the new document
     */
    public byte[] with(String name, byte[] value) {
        return Splice.put(index, node, name, value);
    }

    /** @return the original bytes without the named members, everything else as it stands */
    public byte[] without(String... names) {
        return Splice.remove(index, node, names);
    }

    /**
     * Copies the original bytes without a member, everything else as it stands, to a place of an array.
     *
     * @param target has room for {@link #byteLength()} bytes behind {@code at}
     * @return the number of bytes that were copied
     * @throws IndexOutOfBoundsException if there is less room
     */
    public int copyWithout(String name, byte[] target, int at) {
        Objects.checkFromIndexSize(at, byteLength(), target.length);
        return Splice.removeInto(index, node, target, at, name);
    }

    /** Iterates over the members in the order in which they stand. */
    @Override
    public Iterator<Member> iterator() {
        return new Iterator<>() {
            private int left = size();
            private int key = index.firstKey(node);

            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public Member next() {
                if (left-- <= 0) {
                    throw new NoSuchElementException();
                }
                Member member = new Member(index.string(key), at(index, key + 1));
                key = index.next(key + 1);
                return member;
            }
        };
    }

    private int member(String name, int kind) {
        int key = key(name);
        return key >= 0 && index.kind(key + 1) == kind ? key + 1 : -1;
    }

    private int key(String name) {
        int key = index.firstKey(node);
        for (int left = index.memberCount(node); left > 0; left--) {
            if (index.isNamed(key, name)) {
                return key;
            }
            key = index.next(key + 1);
        }
        return -1;
    }
}
