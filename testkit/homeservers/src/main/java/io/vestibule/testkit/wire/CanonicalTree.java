package io.vestibule.testkit.wire;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Canonical JSON of a tree (specification, appendices, "Canonical JSON"): shortest form, keys ordered by code point. */
public final class CanonicalTree {

    private CanonicalTree() {}

    /**
     * @param object a tree of objects, arrays, strings, integers, booleans and nulls; a fraction is let through, so that a
     *     scripted server can sign what it must not
     * @return the canonical bytes
     * @throws IllegalArgumentException if the tree holds something that is not JSON
     */
    public static byte[] encode(JsonObject object) {
        StringBuilder text = new StringBuilder();
        write(text, object);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(StringBuilder out, @Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case JsonObject object -> writeObject(out, object.getMap());
            case Map<?, ?> map -> writeObject(out, map);
            case JsonArray array -> writeArray(out, array.getList());
            case List<?> list -> writeArray(out, list);
            case String string -> writeString(out, string);
            case Integer number -> out.append(number.intValue());
            case Long number -> out.append(number.longValue());
            // Canonical JSON has none; homeservers sign them all the same, in their shortest form.
            case Double number -> out.append(number.doubleValue());
            case Boolean truth -> out.append(truth.booleanValue());
            default -> throw new IllegalArgumentException("not canonical: " + value.getClass() + " " + value);
        }
    }

    private static void writeObject(StringBuilder out, Map<?, ?> members) {
        TreeMap<String, @Nullable Object> sorted = new TreeMap<>(CanonicalTree::compareCodePoints);
        members.forEach((key, value) -> sorted.put((String) key, value));
        out.append('{');
        Iterator<Map.Entry<String, @Nullable Object>> entries =
                sorted.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, @Nullable Object> entry = entries.next();
            writeString(out, entry.getKey());
            out.append(':');
            write(out, entry.getValue());
            if (entries.hasNext()) {
                out.append(',');
            }
        }
        out.append('}');
    }

    private static void writeArray(StringBuilder out, List<?> elements) {
        out.append('[');
        Iterator<?> values = elements.iterator();
        while (values.hasNext()) {
            write(out, values.next());
            if (values.hasNext()) {
                out.append(',');
            }
        }
        out.append(']');
    }

    private static void writeString(StringBuilder out, String string) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
            }
        }
        out.append('"');
    }

    // String.compareTo orders by UTF-16 unit, which puts U+1F600 before U+FF5E.
    private static int compareCodePoints(String left, String right) {
        return Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
    }
}
