package io.vestibule.client;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.InviteView;

/** What changed about a user's invite to a room. */
public sealed interface InviteChange {

    /** @return the room */
    RoomId room();

    /** @return the user */
    UserId user();

    /**
     * The invite is as the view says.
     *
     * @param view all that sync shows of it; where {@code hidden} is set, nothing of it is for clients
     */
    record Shown(RoomId room, UserId user, InviteView view) implements InviteChange {}

    /** The invite is to be forgotten, as if it had never been. */
    record Forgotten(RoomId room, UserId user) implements InviteChange {}
}
