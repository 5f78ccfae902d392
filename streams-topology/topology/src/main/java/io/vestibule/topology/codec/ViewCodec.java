package io.vestibule.topology.codec;

import io.vestibule.model.Invitation;
import io.vestibule.model.InviteView;
import io.vestibule.model.MemberEvent;
import io.vestibule.schemas.InviteStateType;

/** What sync services show. */
public final class ViewCodec {

    private ViewCodec() {}

    /** @return the view as it is published */
    public static io.vestibule.schemas.InviteView write(InviteView view) {
        InviteView.Body body = view.body();
        io.vestibule.schemas.InviteView.Builder written = io.vestibule.schemas.InviteView.newBuilder()
                .setRoomId(view.room().value())
                .setUserId(view.user().value())
                .setState(Values.same(InviteStateType.class, body.state()))
                .setUpdatedAt(Values.millis(view.updatedAt()))
                .setInvitedAt(Values.millis(body.invitedAt()))
                .setSuspectedRetracted(body.suspectedRetracted())
                .setJoinEventId(Values.text(body.join()))
                .setImportId(Values.text(body.importId()));
        if (body.invite() != null) {
            invite(written, body.invite());
        }
        if (body.end() != null) {
            end(written, body.end());
        }
        return written.build();
    }

    private static void invite(io.vestibule.schemas.InviteView.Builder written, Invitation invite) {
        written.setInviteEventId(invite.eventId().value())
                .setInviteEventJson(invite.event().json())
                .setRoomVersion(invite.version().value())
                .setSender(invite.sender().value())
                .setStrippedState(invite.stripped().state())
                .setCreateVerified(invite.stripped().createVerified())
                .setHidden(invite.stripped().hidden());
    }

    private static void end(io.vestibule.schemas.InviteView.Builder written, InviteView.End end) {
        MemberEvent event = end.event();
        written.setLeaveEventId(event == null ? "" : event.id().value())
                .setLeaveEventJson(event == null ? "" : event.json())
                .setReason(end.reason())
                .setOutOfBand(end.outOfBand())
                .setRemoteLeavePending(end.remotePending());
    }
}
