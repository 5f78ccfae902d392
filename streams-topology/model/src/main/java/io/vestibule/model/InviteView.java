package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What sync services show of a record. Immutable.
 *
 * @param room the room
 * @param user the local user
 * @param updatedAt when the body last changed
 * @param body what is shown
 */
public record InviteView(RoomId room, UserId user, Instant updatedAt, Body body) {

    /** The states by name. */
    public enum State {
        NONE,
        KNOCKED,
        INVITED,
        JOINING,
        JOINED,
        REJECTING,
        LEFT,
        RETRACTED,
        BANNED
    }

    /**
     * What is shown.
     *
     * @param state the state
     * @param invite the newest invite, null when there never was one
     * @param invitedAt when it was recorded, null when there never was one
     * @param suspectedRetracted somebody who is not the inviter claims that it ended
     * @param end how it ended, null while it has not
     * @param join the join event, null when not joined
     * @param importId the room's state, null when not joined through Vestibule
     */
    public record Body(
            State state,
            @Nullable Invitation invite,
            @Nullable Instant invitedAt,
            boolean suspectedRetracted,
            @Nullable End end,
            @Nullable EventId join,
            @Nullable ImportId importId) {}

    /**
     * How a membership ended.
     *
     * @param event the leave or ban, null while it is not signed yet
     * @param reason its reason, null for none
     * @param outOfBand no server has confirmed it
     * @param remotePending the room is still to be told
     */
    public record End(@Nullable MemberEvent event, @Nullable String reason, boolean outOfBand, boolean remotePending) {}

    /** @return the view of a record, null when there is nothing to show */
    public static @Nullable InviteView of(RoomId room, UserId user, InviteRecord invite) {
        Body body = bodyOf(invite);
        return body == null ? null : new InviteView(room, user, invite.changedAt(), body);
    }

    static @Nullable Body bodyOf(InviteRecord invite) {
        InviteState state = invite.state();
        return switch (state) {
            case InviteState.None none -> null;
            case InviteState.Knocked knocked -> body(State.KNOCKED, invite, null);
            case InviteState.Invited invited -> open(State.INVITED, invite, invited.suspected());
            case InviteState.Joining joining -> open(State.JOINING, invite, joining.suspected());
            case InviteState.Rejecting rejecting -> open(State.REJECTING, invite, false);
            case InviteState.Joined joined ->
                new Body(
                        State.JOINED,
                        state.newestInvite(),
                        invite.invitedAt(),
                        false,
                        null,
                        joined.join().id(),
                        joined.importId());
            case InviteState.Left left ->
                body(State.LEFT, invite, new End(left.leave(), left.reason(), left.outOfBand(), left.remote() != null));
            case InviteState.Retracted gone ->
                body(State.RETRACTED, invite, new End(gone.event(), gone.reason(), false, false));
            case InviteState.Banned banned ->
                body(State.BANNED, invite, new End(banned.event(), banned.reason(), false, false));
        };
    }

    private static Body open(State state, InviteRecord invite, boolean suspected) {
        return new Body(state, invite.state().newestInvite(), invite.invitedAt(), suspected, null, null, null);
    }

    private static Body body(State state, InviteRecord invite, @Nullable End end) {
        return new Body(state, invite.state().newestInvite(), invite.invitedAt(), false, end, null, null);
    }
}
