package io.vestibule.verifier;

import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.InviteStateType;
import io.vestibule.schemas.InviteView;
import io.vestibule.schemas.MemberEvent;
import org.jspecify.annotations.Nullable;

/**
 * A view with every field that {@code invites.state} has, long texts as fingerprints. Immutable.
 *
 * @param body what is shown
 * @param updatedAt when that was decided
 */
record NaiveView(Body body, long updatedAt) {

    static final Fingerprint NO_TEXT = Fingerprint.of("");

    /**
     * What is shown.
     *
     * @param state the state
     * @param invite the invite's own fields, null without an invite
     * @param invitedAt when it was recorded
     * @param suspected whether somebody else than the inviter is said to have ended it
     * @param end how it ended
     * @param join the join event
     * @param importId the room's state
     */
    record Body(
            InviteStateType state,
            @Nullable Fingerprint invite,
            long invitedAt,
            boolean suspected,
            End end,
            String join,
            String importId) {}

    /**
     * How it ended.
     *
     * @param event the event that says so
     * @param json its text
     * @param reason its reason
     * @param outOfBand no server has confirmed it
     * @param pending the room is still to be told
     */
    record End(String event, Fingerprint json, @Nullable String reason, boolean outOfBand, boolean pending) {

        static final End NONE = of("");

        static End of(String event) {
            return new End(event, NO_TEXT, null, false, false);
        }

        static End of(MemberEvent event, @Nullable String reason) {
            return new End(event.getEventId(), Fingerprint.of(event.getEventJson()), reason, false, false);
        }

        End with(MemberEvent other) {
            return new End(other.getEventId(), Fingerprint.of(other.getEventJson()), reason, outOfBand, pending);
        }

        End pending(boolean other) {
            return new End(event, json, reason, outOfBand, other);
        }

        /** What sync has shown stays; the room knows. */
        End confirmed(MemberEvent byServer) {
            End known = event.isEmpty() ? with(byServer) : this;
            return new End(known.event, known.json, reason, false, false);
        }
    }

    /** @return what a view shows of the invite itself */
    static Fingerprint inviteOf(InviteReceived invite) {
        return inviteOf(InviteView.newBuilder()
                .setRoomId(invite.getRoomId())
                .setUserId(invite.getUserId())
                .setInviteEventId(invite.getEventId())
                .setInviteEventJson(invite.getEventJson())
                .setRoomVersion(invite.getRoomVersion())
                .setSender(invite.getSender())
                .setStrippedState(invite.getStrippedState())
                .setCreateVerified(invite.getCreateVerified())
                .setHidden(invite.getHidden())
                .build());
    }

    private static Fingerprint inviteOf(InviteView view) {
        return Fingerprint.of(InviteView.newBuilder()
                .setRoomId(view.getRoomId())
                .setUserId(view.getUserId())
                .setInviteEventId(view.getInviteEventId())
                .setInviteEventJson(view.getInviteEventJson())
                .setRoomVersion(view.getRoomVersion())
                .setSender(view.getSender())
                .setStrippedState(view.getStrippedState())
                .setCreateVerified(view.getCreateVerified())
                .setHidden(view.getHidden())
                .build());
    }

    static NaiveView of(InviteView view) {
        End end = new End(
                view.getLeaveEventId(),
                Fingerprint.of(view.getLeaveEventJson()),
                view.getReason(),
                view.getOutOfBand(),
                view.getRemoteLeavePending());
        Body body = new Body(
                view.getState(),
                view.getInviteEventId().isEmpty() ? null : inviteOf(view),
                view.getInvitedAt(),
                view.getSuspectedRetracted(),
                end,
                view.getJoinEventId(),
                view.getImportId());
        return new NaiveView(body, view.getUpdatedAt());
    }
}
