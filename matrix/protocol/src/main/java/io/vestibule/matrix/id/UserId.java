package io.vestibule.matrix.id;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user ID, {@code @localpart:server}, of at most 255 bytes (specification, appendices, "User Identifiers").
 *
 * <p>Historical localparts are accepted, because federation requires it: any characters except the colon and NUL, even
 * none. The first colon separates the localpart from the server name. Immutable.
 */
public final class UserId implements Comparable<UserId> {

    /** The most bytes of an ID, sigil included. */
    public static final int MAX_BYTES = 255;

    private final String value;

    // Asked for many times over on an invite's way. Racing threads make equal ones.
    private @Nullable ServerName server;

    private UserId(String value) {
        this.value = value;
    }

    /**
     * @return the user ID
     * @throws IllegalArgumentException if it is not one; the message quotes it
     */
    public static UserId of(String value) {
        if (!matches(value)) {
            throw new IllegalArgumentException("not a user ID: " + Quoted.of(value));
        }
        return new UserId(value);
    }

    /** @return the user ID, or empty if the grammar does not allow it */
    public static Optional<UserId> parse(String value) {
        return matches(value) ? Optional.of(new UserId(value)) : Optional.empty();
    }

    /** @return the ID as written */
    public String value() {
        return value;
    }

    /** @return the part between the sigil and the first colon; may be empty for historical IDs */
    public String localpart() {
        return value.substring(1, value.indexOf(':'));
    }

    /** @return the homeserver of the user */
    public ServerName server() {
        ServerName known = server;
        if (known == null) {
            known = ServerName.of(value.substring(value.indexOf(':') + 1));
            server = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UserId user && value.equals(user.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean matches(String value) {
        int colon = value.indexOf(':');
        return colon > 0
                && value.charAt(0) == '@'
                && Utf8.fits(value, MAX_BYTES)
                && ServerNameGrammar.matches(value, colon + 1);
    }
}
