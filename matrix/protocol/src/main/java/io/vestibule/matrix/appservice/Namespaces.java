package io.vestibule.matrix.appservice;

import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.matrix.id.RoomAlias;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import java.util.List;

/**
 * What one application service claims. Immutable and thread-safe.
 *
 * @param id the service
 * @param senderLocalpart localpart of its own user, empty for none
 * @param users user IDs; only local users are ever asked about
 * @param rooms room IDs
 * @param aliases room aliases
 */
public record Namespaces(
        AppserviceId id,
        String senderLocalpart,
        List<Namespace> users,
        List<Namespace> rooms,
        List<Namespace> aliases) {

    public Namespaces {
        users = List.copyOf(users);
        rooms = List.copyOf(rooms);
        aliases = List.copyOf(aliases);
    }

    /**
     * @param user the invited local user
     * @param room the room
     * @param roomAliases the aliases that the room has on our homeserver, as far as they are known
     * @return whether the service is to hear of invites of this user into this room
     */
    public boolean interestedIn(UserId user, RoomId room, List<RoomAlias> roomAliases) {
        return isSender(user)
                || anyMatch(users, user.value())
                || anyMatch(rooms, room.value())
                || roomAliases.stream().anyMatch(alias -> anyMatch(aliases, alias.value()));
    }

    /** @return whether the local user's ID is in a namespace that is this service's alone */
    public boolean owns(UserId user) {
        return users.stream().anyMatch(space -> space.exclusive() && space.matches(user.value()));
    }

    private boolean isSender(UserId user) {
        return !senderLocalpart.isEmpty() && user.localpart().equals(senderLocalpart);
    }

    private static boolean anyMatch(List<Namespace> spaces, String identifier) {
        return spaces.stream().anyMatch(space -> space.matches(identifier));
    }
}
