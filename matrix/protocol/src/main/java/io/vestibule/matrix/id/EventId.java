package io.vestibule.matrix.id;

import java.util.Optional;

/**
 * An event ID, at most 255 bytes: {@code $opaque:domain} in room versions 1 and 2, {@code $} and the reference hash later.
 * Opaque; whether it fits an event is the room version's matter. Immutable.
 *
 * @param value the ID as written
 */
public record EventId(String value) implements Comparable<EventId> {

    /** The most bytes of an ID, sigil included. */
    public static final int MAX_BYTES = 255;

    public EventId {
        if (!matches(value)) {
            throw new IllegalArgumentException("not an event ID: " + Quoted.of(value));
        }
    }

    /**
     * @return the event ID
     * @throws IllegalArgumentException if it is not one; the message quotes it
     */
    public static EventId of(String value) {
        return new EventId(value);
    }

    /** @return the event ID, or empty if the grammar does not allow it */
    public static Optional<EventId> parse(String value) {
        return matches(value) ? Optional.of(new EventId(value)) : Optional.empty();
    }

    /** @return the text behind the first colon, empty for IDs without one (room version 3 and later) */
    public Optional<String> domain() {
        int colon = value.indexOf(':');
        return colon < 0 ? Optional.empty() : Optional.of(value.substring(colon + 1));
    }

    @Override
    public int compareTo(EventId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean matches(String value) {
        return value.length() > 1 && value.charAt(0) == '$' && Utf8.fits(value, MAX_BYTES);
    }
}
