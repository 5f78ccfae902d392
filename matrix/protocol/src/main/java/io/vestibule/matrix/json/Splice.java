package io.vestibule.matrix.json;

import java.nio.charset.StandardCharsets;

/** Changes members of an object in its original bytes and leaves everything else as it stands. */
final class Splice {

    private Splice() {}

    static byte[] put(JsonIndex index, int object, String name, byte[] value) {
        Sink out = new Sink(index.end(object) - index.start(object) + name.length() + value.length + 4);
        int key = index.firstKey(object);
        for (int left = index.memberCount(object); left > 0; left--) {
            if (index.isNamed(key, name)) {
                out.put(index.bytes, index.start(object), index.start(key + 1));
                out.put(value, 0, value.length);
                out.put(index.bytes, index.end(key + 1), index.end(object));
                return out.toBytes();
            }
            key = index.next(key + 1);
        }
        out.put(index.bytes, index.start(object), index.end(object) - 1);
        if (index.memberCount(object) > 0) {
            out.put((byte) ',');
        }
        Escapes.quote(name.getBytes(StandardCharsets.UTF_8), out);
        out.put((byte) ':');
        out.put(value, 0, value.length);
        out.put((byte) '}');
        return out.toBytes();
    }

    // A kept member is copied together with what stands between it and its predecessor, which is white space and one
    // comma;
    // only the first one that is kept must do without the comma.
    static byte[] remove(JsonIndex index, int object, String... names) {
        Sink out = new Sink(index.end(object) - index.start(object));
        remove(index, object, out, names);
        return out.toBytes();
    }

    /** Puts what is left into an array, which has room for the whole object, and says how much it is. */
    static int removeInto(JsonIndex index, int object, byte[] target, int at, String name) {
        Sink out = new Sink(target, at);
        remove(index, object, out, name);
        return out.length() - at;
    }

    private static void remove(JsonIndex index, int object, Sink out, String... names) {
        out.put((byte) '{');
        boolean first = true;
        int behind = index.start(object) + 1;
        int key = index.firstKey(object);
        for (int left = index.memberCount(object); left > 0; left--) {
            int end = index.end(key + 1);
            if (!isNamedOneOf(index, key, names)) {
                out.put(index.bytes, first ? behindComma(index, behind, index.start(key)) : behind, end);
                first = false;
            }
            behind = end;
            key = index.next(key + 1);
        }
        out.put(index.bytes, behind, index.end(object));
    }

    private static boolean isNamedOneOf(JsonIndex index, int key, String... names) {
        for (String name : names) {
            if (index.isNamed(key, name)) {
                return true;
            }
        }
        return false;
    }

    private static int behindComma(JsonIndex index, int from, int to) {
        for (int i = from; i < to; i++) {
            if (index.bytes[i] == ',') {
                return i + 1;
            }
        }
        return from;
    }
}
