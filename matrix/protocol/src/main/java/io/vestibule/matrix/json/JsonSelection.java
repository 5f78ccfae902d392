package io.vestibule.matrix.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which members of an object reach its canonical form, and what of them: everything but a few, or only a few, of which some
 * may in turn be selected from. Immutable; made once and used for every event.
 */
public final class JsonSelection {

    /** Everything. */
    public static final JsonSelection ALL = new JsonSelection(false, Map.of());

    private final boolean only;
    private final byte[][] names;
    private final JsonSelection[] parts;

    private JsonSelection(boolean only, Map<String, JsonSelection> members) {
        this.only = only;
        Map<byte[], JsonSelection> encoded = new HashMap<>();
        members.forEach((name, part) -> encoded.put(name.getBytes(StandardCharsets.UTF_8), part));
        this.names = encoded.keySet().toArray(byte[][]::new);
        Arrays.sort(names, Arrays::compareUnsigned);
        this.parts = new JsonSelection[names.length];
        Arrays.setAll(parts, i -> encoded.getOrDefault(names[i], ALL));
    }

    /** @return a selection of exactly these members, whole */
    public static JsonSelection only(String... names) {
        Map<String, JsonSelection> members = new HashMap<>();
        for (String name : names) {
            members.put(name, ALL);
        }
        return new JsonSelection(true, members);
    }

    /**
     * @param members the members to keep and what to keep of each. One whose part is not {@link #ALL} is kept only if it is
     *                an object
     * @return a selection of exactly these members
     */
    public static JsonSelection only(Map<String, JsonSelection> members) {
        return new JsonSelection(true, members);
    }

    /** @return a selection of every member but these */
    public static JsonSelection allBut(String... names) {
        Map<String, JsonSelection> members = new HashMap<>();
        for (String name : names) {
            members.put(name, ALL);
        }
        return new JsonSelection(false, members);
    }

    boolean isAll() {
        return !only && names.length == 0;
    }

    boolean isOnly() {
        return only;
    }

    int size() {
        return names.length;
    }

    byte[] name(int position) {
        return names[position];
    }

    JsonSelection part(int position) {
        return parts[position];
    }
}
