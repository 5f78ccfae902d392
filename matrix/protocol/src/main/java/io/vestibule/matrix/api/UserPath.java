package io.vestibule.matrix.api;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;

/**
 * The path parameters {@code {roomId}/{userId}}.
 *
 * @param room the room
 * @param user the user whose membership is to change
 */
public record UserPath(RoomId room, UserId user) {

    String on(Endpoint endpoint) {
        return endpoint.path(room.value(), user.value());
    }
}
