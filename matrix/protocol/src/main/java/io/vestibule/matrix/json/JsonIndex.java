package io.vestibule.matrix.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The flat index of one checked document: three integers for each value and key, in document order.
 *
 * <pre>
 *   word 0   first byte of the value (a string's opening quote)
 *   word 1   byte behind its last
 *   word 2   link &lt;&lt; 8 | flags &lt;&lt; 4 | kind
 * </pre>
 *
 * The link of a value is the node behind its subtree; the link of a key is the key that follows it in canonical order, 0 at
 * the end. An object has a second node in front of its members: word 0 is its first key in canonical order, word 1 the
 * number of members.
 *
 * <p>Objects and arrays that lie far enough down are collapsed, see {@link Fold}: their inside is checked and not kept, and
 * indexed on its own if somebody looks inside. That keeps the index of an event small however much it carries. Immutable
 * once built, as long as nobody writes to the bytes.
 */
final class JsonIndex {

    static final int OBJECT = 1;
    static final int ARRAY = 2;
    static final int STRING = 3;
    static final int NUMBER = 4;
    static final int TRUE = 5;
    static final int FALSE = 6;
    static final int NULL = 7;

    /** The bytes of the value are its canonical form. */
    static final int CANONICAL = 1 << 4;
    /** Every number inside is allowed by {@link JsonRules#STRICT}. */
    static final int STRICT = 1 << 5;
    /** A string or key with at least one escape. */
    static final int ESCAPED = 1 << 6;
    /** An object or array whose inside is not in this index, because nobody may ever ask; see {@link #open}. */
    static final int COLLAPSED = 1 << 7;

    /**
     * From how many levels down objects and arrays are collapsed.
     *
     * @param canonical those whose bytes are canonical, which are copied as they stand
     * @param others those that must be indexed once more to be written
     */
    record Fold(int canonical, int others) {

        /** Deep enough that the members of an event are indexed together with a request body around it. */
        static final Fold FOR_READING = new Fold(2, 3);

        /** Deep enough for the content of events in a list of a request body, which are all looked at. */
        static final Fold FOR_BODIES = new Fold(4, 4);

        /** Nothing is indexed twice. */
        static final Fold FOR_WRITING = new Fold(0, Integer.MAX_VALUE);
    }

    static final int STRIDE = 3;
    static final int MOST_NODES = 1 << 23;

    private static final int KIND = 0xF;
    private static final int LINK_SHIFT = 8;

    final byte[] bytes;
    private final int[] words;

    JsonIndex(byte[] bytes, int[] words) {
        this.bytes = bytes;
        this.words = words;
    }

    /** An index in which the node's inside is to be found: this one, or a new one that has the node as its root. */
    JsonIndex open(int node) {
        return has(node, COLLAPSED) ? JsonIndexer.reindex(bytes, start(node), end(node), Fold.FOR_READING) : this;
    }

    /** An index that has the collapsed node as its root, and all that has to be brought into order to write it. */
    JsonIndex openForWriting(int node) {
        return JsonIndexer.reindex(bytes, start(node), end(node), Fold.FOR_WRITING);
    }

    static int meta(int kind, int flags, int link) {
        return link << LINK_SHIFT | flags | kind;
    }

    static int link(int meta) {
        return meta >>> LINK_SHIFT;
    }

    int start(int node) {
        return words[node * STRIDE];
    }

    int end(int node) {
        return words[node * STRIDE + 1];
    }

    int kind(int node) {
        return words[node * STRIDE + 2] & KIND;
    }

    boolean has(int node, int flag) {
        return (words[node * STRIDE + 2] & flag) != 0;
    }

    /** The node behind the value's subtree, or the key in canonical order behind a key. */
    int next(int node) {
        return link(words[node * STRIDE + 2]);
    }

    int firstSortedKey(int object) {
        return words[(object + 1) * STRIDE];
    }

    int memberCount(int object) {
        return words[(object + 1) * STRIDE + 1];
    }

    /** The first key in document order; meaningful only while {@link #memberCount} is not 0. */
    int firstKey(int object) {
        return object + 2;
    }

    /** The text of a string or key as UTF-8, without quotes and escapes. */
    byte[] text(int node) {
        int from = start(node) + 1;
        int to = end(node) - 1;
        return has(node, ESCAPED) ? Escapes.decode(bytes, from, to) : Arrays.copyOfRange(bytes, from, to);
    }

    String string(int node) {
        int from = start(node) + 1;
        int to = end(node) - 1;
        if (has(node, ESCAPED)) {
            return new String(Escapes.decode(bytes, from, to), StandardCharsets.UTF_8);
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** Whether the text of a key or string is the name; makes nothing for the plain ASCII names that nearly all keys have. */
    boolean isNamed(int key, String name) {
        if (has(key, ESCAPED)) {
            return string(key).equals(name);
        }
        int from = start(key) + 1;
        int length = end(key) - 1 - from;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 0x80) {
                return string(key).equals(name);
            }
            if (i == length || bytes[from + i] != c) {
                return false;
            }
        }
        return length == name.length();
    }

    /** Compares the key's text with a name by UTF-8 bytes, which is the order of code points. */
    int compare(int key, byte[] name) {
        if (has(key, ESCAPED)) {
            return Arrays.compareUnsigned(text(key), name);
        }
        return Arrays.compareUnsigned(bytes, start(key) + 1, end(key) - 1, name, 0, name.length);
    }
}
