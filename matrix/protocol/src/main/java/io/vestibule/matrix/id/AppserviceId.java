package io.vestibule.matrix.id;

import java.util.Optional;

/**
 * The ID of an application service, as its registration names it: opaque, unique within a homeserver (Application Service
 * API, "Registration"). One to 255 bytes without control characters. Immutable.
 *
 * @param value the ID as written
 */
public record AppserviceId(String value) implements Comparable<AppserviceId> {

    private static final int MAX_BYTES = 255;

    public AppserviceId {
        if (!matches(value)) {
            throw new IllegalArgumentException("not an ID of an application service: " + Quoted.of(value));
        }
    }

    /**
     * @return the ID
     * @throws IllegalArgumentException if it is not one; the message quotes it
     */
    public static AppserviceId of(String value) {
        return new AppserviceId(value);
    }

    /** @return the ID, or empty if it is not one */
    public static Optional<AppserviceId> parse(String value) {
        return matches(value) ? Optional.of(new AppserviceId(value)) : Optional.empty();
    }

    @Override
    public int compareTo(AppserviceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean matches(String value) {
        return !value.isEmpty() && Utf8.fits(value, MAX_BYTES) && value.chars().noneMatch(Character::isISOControl);
    }
}
