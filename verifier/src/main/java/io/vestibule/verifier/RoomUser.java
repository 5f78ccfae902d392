package io.vestibule.verifier;

import io.vestibule.schemas.LedgerEvent;

/**
 * Whom something is about; either may be empty. Immutable.
 *
 * @param room the room
 * @param user the user
 */
record RoomUser(String room, String user) {

    static final RoomUser NOBODY = new RoomUser("", "");

    static RoomUser of(LedgerEvent event) {
        return new RoomUser(event.getRoomId(), event.getUserId());
    }
}
