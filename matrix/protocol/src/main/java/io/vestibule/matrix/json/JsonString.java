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

    /**
     * Whether the text needs no unescaping and is this character and at least one more, of at most so many bytes of UTF-8 in
     * all. Looks at no more than two bytes.
     */
    public boolean isPlainBehind(char first, int mostBytes) {
        int length = byteLength() - 2;
        return !index.has(node, JsonIndex.ESCAPED)
                && length > 1
                && length <= mostBytes
                && index.bytes[index.start(node) + 1] == first;
    }
}
