package io.vestibule.matrix.json;

/** A string. Well-formed Unicode: lone surrogates were refused when the document was parsed. */
public final class JsonString extends JsonValue {

    JsonString(JsonIndex index, int node) {
        super(index, node);
    }

    /** @return the text without quotes and escapes */
    public String value() {
        return index.string(node);
    }
}
