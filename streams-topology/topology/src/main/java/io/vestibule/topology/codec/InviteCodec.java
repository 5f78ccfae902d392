package io.vestibule.topology.codec;

import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.Input;
import io.vestibule.model.Invitation;
import io.vestibule.schemas.InviteEndpoint;
import io.vestibule.schemas.InviteReceived;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Received invites. */
public final class InviteCodec {

    private InviteCodec() {}

    /**
     * @param interested the application services that are interested in a user and a room now
     * @throws IllegalArgumentException if an identifier is none
     */
    public static Input.InviteReceived input(
            InviteReceived received, BiFunction<UserId, RoomId, List<AppserviceId>> interested) {
        RoomId room = RoomId.of(received.getRoomId());
        UserId user = UserId.of(received.getUserId());
        return new Input.InviteReceived(room, user, read(received), interested.apply(user, room));
    }

    static Invitation read(InviteReceived received) {
        return new Invitation(
                EventId.of(received.getEventId()),
                RoomVersionId.of(received.getRoomVersion()),
                UserId.of(received.getSender()),
                new Invitation.Receipt(
                        ServerName.of(received.getOrigin()),
                        Values.same(Invitation.Endpoint.class, received.getEndpoint()),
                        Values.instant(received.getReceivedAt())),
                new Invitation.Pdu(
                        received.getEventJson(),
                        received.getReferenceHash(),
                        Values.events(received.getAuthEventIds())),
                via(received.getVia()),
                Values.servers(received.getStateServers()),
                new Invitation.Stripped(
                        received.getStrippedState(),
                        received.getCreateEventJson(),
                        received.getCreateVerified(),
                        received.getIgnoredStateEntries(),
                        received.getHidden()));
    }

    private static @Nullable List<ServerName> via(@Nullable List<String> via) {
        return via == null ? null : Values.servers(via);
    }

    static InviteReceived write(RoomId room, UserId user, Invitation invite) {
        List<ServerName> via = invite.via();
        return InviteReceived.newBuilder()
                .setRoomId(room.value())
                .setUserId(user.value())
                .setEventId(invite.eventId().value())
                .setRoomVersion(invite.version().value())
                .setSender(invite.sender().value())
                .setOrigin(invite.receipt().origin().value())
                .setEndpoint(Values.same(InviteEndpoint.class, invite.receipt().endpoint()))
                .setReceivedAt(Values.millis(invite.receipt().receivedAt()))
                .setReferenceHash(invite.event().referenceHash())
                .setEventJson(invite.event().json())
                .setAuthEventIds(Values.texts(invite.event().authEvents()))
                .setVia(via == null ? null : Values.texts(via))
                .setStateServers(Values.texts(invite.stateServers()))
                .setStrippedState(invite.stripped().state())
                .setCreateEventJson(invite.stripped().createJson())
                .setCreateVerified(invite.stripped().createVerified())
                .setIgnoredStateEntries(invite.stripped().ignoredEntries())
                .setHidden(invite.stripped().hidden())
                .build();
    }
}
