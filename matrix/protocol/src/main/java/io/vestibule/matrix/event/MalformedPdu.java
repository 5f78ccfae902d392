package io.vestibule.matrix.event;

/**
 * Bytes that are no event of the room version.
 *
 * @param reason which of the rules they break
 * @param detail what exactly, naming the key; for people, and fit to be sent back to the sender
 */
public record MalformedPdu(Reason reason, String detail) implements PduReading {

    /** The rule that is broken. */
    public enum Reason {
        /** Not a JSON object at all ({@code M_NOT_JSON}). */
        NOT_JSON,
        /** JSON that the room version does not allow: numbers, duplicate keys, lone surrogates, depth ({@code M_BAD_JSON}). */
        NOT_CANONICAL,
        /** A key is missing, of a wrong type or holds no proper identifier, or one is there that must not be ({@code M_BAD_JSON}). */
        WRONG_SHAPE,
        /** The event, a field or a list is larger than the specification allows ({@code M_TOO_LARGE}). */
        TOO_LARGE
    }
}
