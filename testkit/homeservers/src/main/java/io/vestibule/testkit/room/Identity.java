package io.vestibule.testkit.room;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.testkit.wire.ServerKey;

/**
 * A server that signs events: its name and its key. Immutable.
 *
 * @param server the server name
 * @param key the current signing key
 */
public record Identity(ServerName server, ServerKey key) {

    /** @return the user of this server with that localpart */
    public UserId user(String localpart) {
        return UserId.of("@" + localpart + ":" + server);
    }
}
