package io.vestibule.matrix.id;

import java.util.Optional;

/**
 * The name of a room version: 1 to 32 of {@code [a-z0-9.-]}, opaque and without order (specification, "Room versions").
 * Whether the version is known is answered by the room version rules, never by comparing names. Immutable.
 *
 * @param value the name as written
 */
public record RoomVersionId(String value) {

    private static final int MAX_LENGTH = 32;

    public RoomVersionId {
        if (!matches(value)) {
            throw new IllegalArgumentException("not a room version: " + Quoted.of(value));
        }
    }

    /**
     * @return the room version's name
     * @throws IllegalArgumentException if it is not one; the message quotes it
     */
    public static RoomVersionId of(String value) {
        return new RoomVersionId(value);
    }

    /** @return the room version's name, or empty if the grammar does not allow it */
    public static Optional<RoomVersionId> parse(String value) {
        return matches(value) ? Optional.of(new RoomVersionId(value)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean matches(String value) {
        return !value.isEmpty()
                && value.length() <= MAX_LENGTH
                && value.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-');
    }
}
