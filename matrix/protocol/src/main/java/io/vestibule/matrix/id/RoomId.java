package io.vestibule.matrix.id;

import java.util.Optional;

/**
 * A room ID: {@code !opaque:domain} up to room version 11, {@code !} and the create event's reference hash from 12 on.
 *
 * <p>Opaque, at most 255 bytes. Nothing may be routed by the domain of a room ID; {@link #domain()} exists only to check a
 * create event against it. Immutable.
 *
 * @param value the ID as written
 */
public record RoomId(String value) implements Comparable<RoomId> {

    /** The most bytes of an ID, sigil included. */
    public static final int MAX_BYTES = 255;

    public RoomId {
        if (!matches(value)) {
            throw new IllegalArgumentException("not a room ID: " + Quoted.of(value));
        }
    }

    /**
     * @return the room ID
     * @throws IllegalArgumentException if it is not one; the message quotes it
     */
    public static RoomId of(String value) {
        return new RoomId(value);
    }

    /** @return the room ID, or empty if the grammar does not allow it */
    public static Optional<RoomId> parse(String value) {
        return matches(value) ? Optional.of(new RoomId(value)) : Optional.empty();
    }

    /** @return the text behind the first colon, empty for IDs without one (room version 12) */
    public Optional<String> domain() {
        int colon = value.indexOf(':');
        return colon < 0 ? Optional.empty() : Optional.of(value.substring(colon + 1));
    }

    @Override
    public int compareTo(RoomId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean matches(String value) {
        return value.length() > 1 && value.charAt(0) == '!' && Utf8.fits(value, MAX_BYTES);
    }
}
