package io.vestibule.topology;

import io.vestibule.schemas.AcceptInvite;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.ForgetInvite;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.InviteEndpoint;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.RejectInvite;
import io.vestibule.schemas.RetractInvite;
import io.vestibule.schemas.RetryInvite;
import io.vestibule.schemas.RoomServer;
import io.vestibule.schemas.SendInvite;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkResult;
import io.vestibule.schemas.WorkResultType;
import java.util.List;

/** Records of the cast: Alice at a.example invites Bob and Carol of us.example. */
final class Cast {

    static final String ROOM = "!hall:a.example";
    static final String ALICE = "@alice:a.example";
    static final String BOB = "@bob:us.example";
    static final String CAROL = "@carol:us.example";

    /** Whom we invite. */
    static final String DANA = "@dana:d.example";

    private Cast() {}

    static InviteReceived invite(String user, String eventId, String... via) {
        return InviteReceived.newBuilder()
                .setRoomId(ROOM)
                .setUserId(user)
                .setEventId(eventId)
                .setRoomVersion("11")
                .setSender(ALICE)
                .setOrigin("a.example")
                .setEndpoint(InviteEndpoint.V2)
                .setReceivedAt(TopologyHarness.START.toEpochMilli())
                .setReferenceHash(eventId.substring(1))
                .setEventJson("{\"type\":\"m.room.member\",\"event\":\"" + eventId + "\"}")
                .setAuthEventIds(List.of("$create", "$power"))
                .setVia(via.length == 0 ? null : List.of(via))
                .setStateServers(List.of("a.example", "s.example"))
                .setStrippedState(List.of("{\"type\":\"m.room.name\"}"))
                .setCreateVerified(true)
                .build();
    }

    /** As in rooms of versions 1 and 2, where a server chooses its event IDs. */
    static InviteReceived inviteWithChosenId(String user, String eventId, String... via) {
        return InviteReceived.newBuilder(invite(user, eventId, via))
                .setReferenceHash("hash-of-" + eventId)
                .build();
    }

    private static InviteCommand.Builder command(String id, String user) {
        return InviteCommand.newBuilder()
                .setCommandId(id)
                .setRoomId(ROOM)
                .setUserId(user)
                .setIssuedAt(TopologyHarness.START.toEpochMilli());
    }

    static InviteCommand accept(String id, String user) {
        return command(id, user)
                .setType(CommandType.ACCEPT_INVITE)
                .setAccept(AcceptInvite.newBuilder().setDisplayname("Bob").build())
                .build();
    }

    static InviteCommand reject(String id, String user) {
        return command(id, user)
                .setType(CommandType.REJECT_INVITE)
                .setReject(RejectInvite.newBuilder().setReason("no").build())
                .build();
    }

    static InviteCommand forget(String id, String user, boolean pendingToo) {
        return command(id, user)
                .setType(CommandType.FORGET_INVITE)
                .setForget(new ForgetInvite(pendingToo))
                .build();
    }

    static InviteCommand retry(String id, String user) {
        return command(id, user)
                .setType(CommandType.RETRY)
                .setRetry(new RetryInvite(false))
                .build();
    }

    static InviteCommand sendInvite(String id, String json) {
        return command(id, DANA)
                .setType(CommandType.SEND_INVITE)
                .setSendInvite(SendInvite.newBuilder()
                        .setEventJson(json)
                        .setRoomVersion("11")
                        .setCreateEventJson("create")
                        .setServers(List.of(RoomServer.newBuilder()
                                .setServer("a.example")
                                .setHighestPower(100)
                                .setMembers(1)
                                .build()))
                        .setServerAclJson("{\"allow\":[\"*\"]}")
                        .build())
                .build();
    }

    static InviteCommand retractInvite(String id) {
        return command(id, DANA)
                .setType(CommandType.RETRACT_INVITE)
                .setRetractInvite(new RetractInvite("leave of " + id, "11"))
                .build();
    }

    static WorkResult.Builder result(WorkOrder order, WorkResultType type) {
        return WorkResult.newBuilder()
                .setOrderId(order.getOrderId())
                .setOrderType(order.getType())
                .setType(type)
                .setRoomId(order.getRoomId())
                .setUserId(order.getUserId());
    }
}
