package io.vestibule.matrix.json;

/** {@code null}, which is not the same as a member that is not there. */
public final class JsonNull extends JsonValue {

    JsonNull(JsonIndex index, int node) {
        super(index, node);
    }
}
