package io.vestibule.matrix.key;

import io.vestibule.matrix.id.KeyId;
import io.vestibule.matrix.id.ServerName;
import java.util.Set;

/**
 * Which keys are wanted, and what for. Immutable.
 *
 * @param server whose keys
 * @param keyIds the keys that would serve, never empty; one that can be had is enough
 * @param minimumValidUntilTs the moment at which a key must be valid, milliseconds since 1970
 * @param use what for
 */
public record KeyRequest(ServerName server, Set<KeyId> keyIds, long minimumValidUntilTs, KeyUse use) {

    public KeyRequest {
        keyIds = Set.copyOf(keyIds);
        if (keyIds.isEmpty()) {
            throw new IllegalArgumentException("no key ID of " + server + " is asked for");
        }
    }

    /**
     * The keys that an X-Matrix request claims to be signed with.
     *
     * @param nowTs the time of the request's arrival, milliseconds since 1970
     * @return the request
     */
    public static KeyRequest forRequest(ServerName origin, Set<KeyId> keyIds, long nowTs) {
        return new KeyRequest(origin, keyIds, nowTs, KeyUse.REQUEST);
    }

    /**
     * The keys that an event of a room version with enforced key validity (5 and later) is signed with.
     *
     * @param originServerTs the event's own time, milliseconds since 1970
     * @return the request
     */
    public static KeyRequest forEvent(ServerName signer, Set<KeyId> keyIds, long originServerTs) {
        return new KeyRequest(signer, keyIds, originServerTs, KeyUse.EVENT);
    }

    /**
     * The keys that an event of room version 1 to 4 is signed with: there {@code valid_until_ts} is ignored.
     *
     * @return the request
     */
    public static KeyRequest forEventOfAnyAge(ServerName signer, Set<KeyId> keyIds) {
        return new KeyRequest(signer, keyIds, Long.MIN_VALUE, KeyUse.EVENT);
    }
}
