package io.vestibule.matrix.json;

/**
 * Bytes that are not acceptable JSON. Checked, because a stranger's bytes are expected to be wrong now and then: whoever
 * parses them has to say what happens.
 */
public final class InvalidJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        /** Not JSON by its grammar. */
        SYNTAX("not JSON"),
        /** A byte sequence that is not UTF-8. */
        INVALID_UTF8("invalid UTF-8"),
        /** A surrogate escape without its other half. */
        LONE_SURROGATE("lone surrogate"),
        /** Two members of one object with the same name, however they are escaped. */
        DUPLICATE_KEY("duplicate key"),
        /** A number that the rules do not allow. */
        NUMBER("number not allowed"),
        /** Nested deeper than is allowed, at most {@link JsonObject#MAX_DEPTH}. */
        TOO_DEEP("nested too deeply"),
        /** More values than the index can hold. */
        TOO_LARGE("too many values"),
        /** JSON, but not an object where one is needed. */
        NOT_AN_OBJECT("not an object");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private final Kind kind;
    private final int offset;

    InvalidJsonException(Kind kind, int offset) {
        super(kind.text + " at byte " + offset);
        this.kind = kind;
        this.offset = offset;
    }

    /** @return what is wrong */
    public Kind kind() {
        return kind;
    }

    /** @return what is wrong and where, for people */
    public String detail() {
        return kind.text + " at byte " + offset;
    }

    /** @return where it was noticed, in bytes from the start of the document */
    public int offset() {
        return offset;
    }

    /**
     * Whether the bytes are JSON by its grammar and only break Matrix's rules ({@code M_BAD_JSON}), rather than no JSON at
     * all ({@code M_NOT_JSON}).
     *
     * @return true for everything but {@link Kind#SYNTAX} and {@link Kind#INVALID_UTF8}
     */
    public boolean isWellFormed() {
        return kind != Kind.SYNTAX && kind != Kind.INVALID_UTF8;
    }
}
