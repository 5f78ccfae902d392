package io.vestibule.console.board;

import io.vestibule.matrix.json.JsonWriter;
import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.InviteView;
import java.time.Instant;
import java.util.Comparator;

/**
 * What is kept of an invite.
 *
 * @param room the room
 * @param user the local user
 * @param state where it stands
 * @param sender who invited, empty when nobody is known
 * @param roomName the room's name as the invite told it, empty for none
 * @param since when the state was decided, in milliseconds since the epoch
 * @param roomStillToBeTold of a leave
 * @param suspected somebody else than the inviter is said to have ended it
 */
public record InviteRow(
        String room,
        String user,
        InviteStateType state,
        String sender,
        String roomName,
        long since,
        boolean roomStillToBeTold,
        boolean suspected) {

    /** The oldest first. */
    static final Comparator<InviteRow> OLDEST_FIRST = Comparator.comparingLong(InviteRow::since)
            .thenComparing(InviteRow::room)
            .thenComparing(InviteRow::user);

    static InviteRow of(InviteView view) {
        return new InviteRow(
                view.getRoomId(),
                view.getUserId(),
                view.getState(),
                view.getSender(),
                Shown.roomName(view.getStrippedState()),
                view.getUpdatedAt(),
                view.getRemoteLeavePending(),
                view.getSuspectedRetracted());
    }

    /** @return whether something is still to happen */
    public boolean isPending() {
        return switch (state) {
            case KNOCKED, INVITED, JOINING, REJECTING -> true;
            case JOINED, LEFT, RETRACTED, BANNED, NONE, UNKNOWN -> roomStillToBeTold;
        };
    }

    /** Writes the row as an object. */
    public void writeTo(JsonWriter json) {
        json.beginObject()
                .field("room", room)
                .field("user", user)
                .field("state", state.name())
                .field("since", Instant.ofEpochMilli(since).toString())
                .field("pending", isPending());
        if (!sender.isEmpty()) {
            json.field("sender", sender);
        }
        if (!roomName.isEmpty()) {
            json.field("room_name", roomName);
        }
        if (roomStillToBeTold) {
            json.field("remote_leave_pending", true);
        }
        if (suspected) {
            json.field("suspected_retracted", true);
        }
        json.endObject();
    }
}
