package io.vestibule.matrix.json;

/** Writes canonical form from an index. Recursion is bounded by the depth that the index was built with. */
final class CanonicalWriter {

    private final JsonIndex index;
    private final Sink out;

    CanonicalWriter(JsonIndex index, Sink out) {
        this.index = index;
        this.out = out;
    }

    void value(int node) {
        if (index.has(node, JsonIndex.CANONICAL)) {
            out.put(index.bytes, index.start(node), index.end(node));
            return;
        }
        if (index.has(node, JsonIndex.COLLAPSED)) {
            new CanonicalWriter(index.openForWriting(node), out).value(0);
            return;
        }
        switch (index.kind(node)) {
            case JsonIndex.OBJECT -> members(node);
            case JsonIndex.ARRAY -> elements(node);
            case JsonIndex.STRING -> Escapes.quote(index.text(node), out);
            case JsonIndex.NUMBER -> {
                byte[] number = Numbers.canonical(index.bytes, index.start(node), index.end(node));
                out.put(number, 0, number.length);
            }
            default -> throw new IllegalStateException("a word is always canonical");
        }
    }

    /** Writes what the selection keeps of an object. Names and keys are both in order, so one walk over both is enough. */
    void object(int node, JsonSelection selection) {
        if (selection.isAll()) {
            value(node);
            return;
        }
        out.put((byte) '{');
        boolean first = true;
        int name = 0;
        int key = index.memberCount(node) == 0 ? 0 : index.firstSortedKey(node);
        for (; key != 0; key = index.next(key)) {
            int order = -1;
            while (name < selection.size() && (order = index.compare(key, selection.name(name))) > 0) {
                name++;
            }
            boolean named = name < selection.size() && order == 0;
            if (named == selection.isOnly() && keeps(key + 1, selection, name, named)) {
                first = separate(first);
                key(key);
                part(key + 1, named ? selection.part(name) : JsonSelection.ALL);
            }
        }
        out.put((byte) '}');
    }

    private boolean keeps(int value, JsonSelection selection, int name, boolean named) {
        return !named || selection.part(name).isAll() || index.kind(value) == JsonIndex.OBJECT;
    }

    private void part(int value, JsonSelection selection) {
        JsonIndex opened = selection.isAll() ? index : index.open(value);
        if (opened == index) {
            object(value, selection);
        } else {
            new CanonicalWriter(opened, out).object(0, selection);
        }
    }

    private void members(int node) {
        out.put((byte) '{');
        boolean first = true;
        int key = index.memberCount(node) == 0 ? 0 : index.firstSortedKey(node);
        for (; key != 0; key = index.next(key)) {
            first = separate(first);
            key(key);
            value(key + 1);
        }
        out.put((byte) '}');
    }

    private void elements(int node) {
        out.put((byte) '[');
        boolean first = true;
        for (int element = node + 1; element < index.next(node); element = index.next(element)) {
            first = separate(first);
            value(element);
        }
        out.put((byte) ']');
    }

    private void key(int key) {
        if (index.has(key, JsonIndex.CANONICAL)) {
            out.put(index.bytes, index.start(key), index.end(key));
        } else {
            Escapes.quote(index.text(key), out);
        }
        out.put((byte) ':');
    }

    private boolean separate(boolean first) {
        if (!first) {
            out.put((byte) ',');
        }
        return false;
    }
}
