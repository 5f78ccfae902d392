package io.vestibule.schemas.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/**
 * The key of {@code invites.state}: room ID, NUL, user ID.
 *
 * <p>Neither ID can contain NUL (Matrix identifier grammar), so the key splits at its first NUL. Immutable.
 *
 * @param room the room ID
 * @param user the user ID
 */
public record RoomUserKey(String room, String user) {

    private static final char NUL = '\0';

    public RoomUserKey {
        refuseNul("room", room);
        refuseNul("user", user);
    }

    /** @return the key's text, as it stands in the record */
    public String text() {
        return room + NUL + user;
    }

    /** @return the key's bytes, as they stand in the record */
    public byte[] encode() {
        return text().getBytes(UTF_8);
    }

    /** @return the key, or empty if the text is not one room and one user with a NUL between them */
    public static Optional<RoomUserKey> parse(String text) {
        int nul = text.indexOf(NUL);
        if (nul <= 0 || nul == text.length() - 1 || text.indexOf(NUL, nul + 1) >= 0) {
            return Optional.empty();
        }
        return Optional.of(new RoomUserKey(text.substring(0, nul), text.substring(nul + 1)));
    }

    /** @return the key, or empty if the bytes are not one */
    public static Optional<RoomUserKey> decode(byte[] bytes) {
        return parse(new String(bytes, UTF_8));
    }

    private static void refuseNul(String part, String value) {
        if (value.isEmpty() || value.indexOf(NUL) >= 0) {
            throw new IllegalArgumentException(
                    "the " + part + " of a key is empty or contains NUL: '" + value.replace(NUL, '\u2400') + "'");
        }
    }
}
