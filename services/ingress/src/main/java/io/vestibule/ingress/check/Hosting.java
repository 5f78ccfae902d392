package io.vestibule.ingress.check;

import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import java.util.Set;

/**
 * Whom invites are taken for. Immutable.
 *
 * @param server our server name
 * @param roomVersions the room versions that our homeserver can host
 */
public record Hosting(ServerName server, Set<RoomVersionId> roomVersions) {

    public Hosting {
        roomVersions = Set.copyOf(roomVersions);
    }
}
