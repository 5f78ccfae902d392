package io.vestibule.matrix.api;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;

/**
 * The path parameters {@code {roomId}/{eventId}}.
 *
 * @param room the room
 * @param event the event that is sent
 */
public record EventPath(RoomId room, EventId event) {

    String on(Endpoint endpoint) {
        return endpoint.path(room.value(), event.value());
    }
}
