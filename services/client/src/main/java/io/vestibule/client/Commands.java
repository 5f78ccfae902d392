package io.vestibule.client;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.AcceptInvite;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.ForgetInvite;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.RejectInvite;
import io.vestibule.schemas.RetryInvite;
import java.util.UUID;

/**
 * Commands with everything filled in that must be: a fresh ID, the time, room, user and kind. What comes back is a builder,
 * for what else the caller knows (deadline, residency, profile, reason).
 */
public final class Commands {

    private Commands() {}

    /** @return a command to join the room that the user is invited to; {@code issuedBy} names the service or person */
    public static InviteCommand.Builder accept(RoomId room, UserId user, String issuedBy) {
        return command(CommandType.ACCEPT_INVITE, room, user, issuedBy)
                .setAccept(AcceptInvite.newBuilder().build());
    }

    /** @return a command to reject the user's invite; {@code issuedBy} names the service or person */
    public static InviteCommand.Builder reject(RoomId room, UserId user, String issuedBy) {
        return command(CommandType.REJECT_INVITE, room, user, issuedBy)
                .setReject(RejectInvite.newBuilder().build());
    }

    /** @return a command to walk a failed accept or a background leave again; {@code issuedBy} names who asks */
    public static InviteCommand.Builder retry(RoomId room, UserId user, String issuedBy) {
        return command(CommandType.RETRY, room, user, issuedBy)
                .setRetry(RetryInvite.newBuilder().build());
    }

    /**
     * @param pendingToo also what is pending, which is over then for good
     * @return a command to keep nothing of the user for this room; {@code issuedBy} names who asks
     */
    public static InviteCommand.Builder forget(RoomId room, UserId user, boolean pendingToo, String issuedBy) {
        return command(CommandType.FORGET_INVITE, room, user, issuedBy).setForget(new ForgetInvite(pendingToo));
    }

    private static InviteCommand.Builder command(CommandType type, RoomId room, UserId user, String issuedBy) {
        return InviteCommand.newBuilder()
                .setCommandId(UUID.randomUUID().toString())
                .setType(type)
                .setRoomId(room.value())
                .setUserId(user.value())
                .setIssuedAt(System.currentTimeMillis())
                .setIssuedBy(issuedBy);
    }
}
