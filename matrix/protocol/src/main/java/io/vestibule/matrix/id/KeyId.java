package io.vestibule.matrix.id;

import java.util.Optional;

/**
 * The ID of a signing key, {@code algorithm:version}, such as {@code ed25519:a_RvbB}.
 *
 * <p>The specification allows {@code [a-zA-Z0-9_]} in the version; servers in the field use more, so any printable
 * non-empty version is accepted. Immutable.
 *
 * @param value the ID as written
 */
public record KeyId(String value) implements Comparable<KeyId> {

    /** The algorithm of every signing key that Matrix uses today. */
    public static final String ED25519 = "ed25519";

    private static final int MAX_BYTES = 255;

    public KeyId {
        if (!matches(value)) {
            throw new IllegalArgumentException("not a key ID: " + Quoted.of(value));
        }
    }

    /**
     * @return the key ID
     * @throws IllegalArgumentException if it is not one; the message quotes it
     */
    public static KeyId of(String value) {
        return new KeyId(value);
    }

    /** @return the key ID, or empty if the grammar does not allow it */
    public static Optional<KeyId> parse(String value) {
        return matches(value) ? Optional.of(new KeyId(value)) : Optional.empty();
    }

    /** @return the part before the first colon */
    public String algorithm() {
        return value.substring(0, value.indexOf(':'));
    }

    /** @return the part behind the first colon */
    public String version() {
        return value.substring(value.indexOf(':') + 1);
    }

    /** @return whether this names an Ed25519 key */
    public boolean isEd25519() {
        return value.startsWith(ED25519 + ":");
    }

    @Override
    public int compareTo(KeyId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean matches(String value) {
        int colon = value.indexOf(':');
        return colon > 0 && colon < value.length() - 1 && Utf8.fits(value, MAX_BYTES) && !hasControl(value);
    }

    private static boolean hasControl(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
