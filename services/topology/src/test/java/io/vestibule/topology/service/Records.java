package io.vestibule.topology.service;

import io.vestibule.schemas.AcceptInvite;
import io.vestibule.schemas.CommandType;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.InviteEndpoint;
import io.vestibule.schemas.InviteReceived;
import io.vestibule.schemas.RejectInvite;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkResult;
import io.vestibule.schemas.WorkResultType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Records of the cast: Alice of a.example invites Bob of localhost. */
final class Records {

    static final String ALICE = "@alice:a.example";
    static final String BOB = "@bob:localhost";

    private Records() {}

    static InviteReceived invite(String room, String eventId) {
        return InviteReceived.newBuilder()
                .setRoomId(room)
                .setUserId(BOB)
                .setEventId(eventId)
                .setRoomVersion("11")
                .setSender(ALICE)
                .setOrigin("a.example")
                .setEndpoint(InviteEndpoint.V2)
                .setReceivedAt(1)
                .setReferenceHash(eventId.substring(1))
                .setEventJson("{}")
                .setVia(List.of("b.example"))
                .build();
    }

    static InviteCommand accept(String id, String room) {
        return InviteCommand.newBuilder()
                .setCommandId(id)
                .setType(CommandType.ACCEPT_INVITE)
                .setRoomId(room)
                .setUserId(BOB)
                .setAccept(AcceptInvite.newBuilder().build())
                .build();
    }

    static InviteCommand reject(String id, String room) {
        return InviteCommand.newBuilder()
                .setCommandId(id)
                .setType(CommandType.REJECT_INVITE)
                .setRoomId(room)
                .setUserId(BOB)
                .setReject(RejectInvite.newBuilder().build())
                .build();
    }

    /** A worker for whom everything goes well; each template gives another event. */
    static Optional<WorkResult> success(WorkOrder order) {
        WorkResult.Builder result = WorkResult.newBuilder()
                .setOrderId(order.getOrderId())
                .setOrderType(order.getType())
                .setRoomId(order.getRoomId())
                .setUserId(order.getUserId());
        return switch (order.getType()) {
            case SIGN_LEAVE ->
                Optional.of(result.setType(WorkResultType.LEAVE_SIGNED)
                        .setEventId("$signed")
                        .setEventJson("{}")
                        .build());
            case PREPARE_MEMBERSHIP ->
                Optional.of(result.setType(WorkResultType.PREPARED)
                        .setServer(order.getPrepare().getCandidates().getFirst().getServer())
                        .setEventId("$" + UUID.randomUUID())
                        .setEventJson("{}")
                        .build());
            case SUBMIT_MEMBERSHIP ->
                Optional.of(result.setType(WorkResultType.SUBMITTED)
                        .setServer(order.getSubmit().getServer())
                        .setEventId(order.getSubmit().getEventId())
                        .setEventJson("{}")
                        .setImportId("import-1")
                        .build());
            case UNKNOWN, VERIFY_PDU, SEND_INVITE, SEND_PDU, PREPARE_EVENT -> Optional.empty();
        };
    }
}
