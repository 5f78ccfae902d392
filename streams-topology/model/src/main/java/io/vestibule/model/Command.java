package io.vestibule.model;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A command as given. Immutable.
 *
 * @param id chosen by the caller
 * @param type what is asked for
 * @param room the room
 * @param user the local user; of outbound commands the invited user of another server
 * @param issuedAt when, by the caller's clock
 * @param notAfter the absolute deadline, null for the default
 * @param resident whether the homeserver is in the room, as the caller knows
 * @param issuedBy who asked
 * @param wish what should stand in the member event
 * @param ownInviteOnly use only the servers of the user's own newest invite
 * @param pendingToo forget what is pending too
 * @param outgoing what an outbound command has sent, null for others
 */
public record Command(
        CommandId id,
        CommandType type,
        RoomId room,
        UserId user,
        Instant issuedAt,
        @Nullable Instant notAfter,
        Residency resident,
        String issuedBy,
        Wish wish,
        boolean ownInviteOnly,
        boolean pendingToo,
        @Nullable Outgoing outgoing) {

    /** A command about a local user. */
    public Command(
            CommandId id,
            CommandType type,
            RoomId room,
            UserId user,
            Instant issuedAt,
            @Nullable Instant notAfter,
            Residency resident,
            String issuedBy,
            Wish wish,
            boolean ownInviteOnly) {
        this(id, type, room, user, issuedAt, notAfter, resident, issuedBy, wish, ownInviteOnly, false, null);
    }

    /** @return the command as one that waits for an outcome */
    public Waiter waiter() {
        return new Waiter(id, type);
    }
}
