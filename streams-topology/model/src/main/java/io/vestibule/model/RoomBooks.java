package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.UserId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was decided for one room so far, read by the decider. Each method answers for that room alone. */
public interface RoomBooks {

    /** @return the room, {@link RoomRecord#EMPTY} if nothing is known of it */
    RoomRecord room();

    /** @return the user in this room, {@link InviteRecord#EMPTY} if nothing is known */
    InviteRecord invite(UserId user);

    /** @return what is on its way to this user of another server, {@link OutboundRecord#EMPTY} if nothing is */
    OutboundRecord outbound(UserId user);

    /** @return the reference hash of an invite that is remembered as a {@link SeenInvite}, null if it is not */
    @Nullable
    String hashOf(EventId invite);

    /** @return the command's outcome, null if it has none yet */
    @Nullable
    Outcome outcomeOf(CommandId command);

    /** @return the commands about this user whose outcomes are kept; looks through all of the room's */
    Set<CommandId> commandsOf(UserId user);
}
