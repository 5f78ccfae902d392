package io.vestibule.matrix.id;

import java.util.Optional;

/**
 * A room alias, {@code #localpart:server}, of at most 255 bytes (specification, appendices, "Room Aliases"). The first colon
 * separates the localpart, which is opaque and not empty, from the server name. Immutable.
 *
 * @param value the alias as written
 */
public record RoomAlias(String value) implements Comparable<RoomAlias> {

    /** The most bytes of an alias, sigil included. */
    public static final int MAX_BYTES = 255;

    public RoomAlias {
        if (!matches(value)) {
            throw new IllegalArgumentException("not a room alias: " + Quoted.of(value));
        }
    }

    /**
     * @return the alias
     * @throws IllegalArgumentException if it is not one; the message quotes it
     */
    public static RoomAlias of(String value) {
        return new RoomAlias(value);
    }

    /** @return the alias, or empty if the grammar does not allow it */
    public static Optional<RoomAlias> parse(String value) {
        return matches(value) ? Optional.of(new RoomAlias(value)) : Optional.empty();
    }

    @Override
    public int compareTo(RoomAlias other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean matches(String value) {
        int colon = value.indexOf(':');
        return colon > 1
                && value.charAt(0) == '#'
                && Utf8.fits(value, MAX_BYTES)
                && ServerNameGrammar.matches(value, colon + 1);
    }
}
