package io.vestibule.matrix.json;

/** {@code true} or {@code false}. */
public final class JsonBoolean extends JsonValue {

    JsonBoolean(JsonIndex index, int node) {
        super(index, node);
    }

    /** @return the value */
    public boolean value() {
        return index.kind(node) == JsonIndex.TRUE;
    }
}
