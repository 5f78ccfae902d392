package io.vestibule.worker;

import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.schemas.Candidate;
import io.vestibule.schemas.CandidateSource;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.PrepareMembership;
import io.vestibule.schemas.SignLeave;
import io.vestibule.schemas.SubmitMembership;
import io.vestibule.schemas.VerifyPdu;
import io.vestibule.schemas.WorkOrder;
import io.vestibule.schemas.WorkOrderType;
import io.vestibule.schemas.WorkResult;
import io.vestibule.testkit.room.RoomEvent;
import io.vestibule.testkit.room.ScriptedRoom;
import io.vestibule.testkit.server.ScriptedHomeserver;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Work orders as the topology would give them. */
final class Orders {
    private Orders() {}

    static WorkOrder.Builder order(WorkOrderType type, String room, UserId user, String version) {
        long now = System.currentTimeMillis();
        return WorkOrder.newBuilder()
                .setOrderId(UUID.randomUUID().toString())
                .setType(type)
                .setRoomId(room)
                .setUserId(user.value())
                .setLane(room + " " + user)
                .setIssuedAt(now)
                .setNotAfter(now + Duration.ofSeconds(60).toMillis())
                .setRoomVersion(version);
    }

    static WorkOrder.Builder order(WorkOrderType type, ScriptedRoom room, UserId user) {
        return order(type, room.id().value(), user, room.version().value());
    }

    static WorkOrder join(ScriptedRoom room, UserId user, ScriptedHomeserver... candidates) {
        return join(
                room, user, Stream.of(candidates).map(ScriptedHomeserver::name).toList());
    }

    static WorkOrder join(ScriptedRoom room, UserId user, List<ServerName> candidates) {
        return order(WorkOrderType.PREPARE_MEMBERSHIP, room, user)
                .setPrepare(prepare(Membership.JOIN, candidates)
                        .setDisplayname("Bob")
                        .build())
                .build();
    }

    static WorkOrder leave(ScriptedRoom room, UserId user, String mustCite, ScriptedHomeserver... candidates) {
        List<ServerName> servers =
                Stream.of(candidates).map(ScriptedHomeserver::name).toList();
        return order(WorkOrderType.PREPARE_MEMBERSHIP, room, user)
                .setPrepare(prepare(Membership.LEAVE, servers)
                        .setReason("no thanks")
                        .setMustCite(mustCite)
                        .build())
                .build();
    }

    static PrepareMembership.Builder prepare(Membership membership, List<ServerName> candidates) {
        return PrepareMembership.newBuilder()
                .setMembership(membership)
                .setCandidates(candidates.stream()
                        .map(server -> Candidate.newBuilder()
                                .setServer(server.value())
                                .setSource(CandidateSource.VIA)
                                .setContributedBy("$invite")
                                .build())
                        .toList());
    }

    static WorkOrder submit(WorkOrder prepare, WorkResult prepared) {
        return submit(prepare, prepared, false);
    }

    static WorkOrder submit(WorkOrder prepare, WorkResult prepared, boolean omitMembers) {
        return order(
                        WorkOrderType.SUBMIT_MEMBERSHIP,
                        prepare.getRoomId(),
                        UserId.of(prepare.getUserId()),
                        prepare.getRoomVersion())
                .setSubmit(SubmitMembership.newBuilder()
                        .setMembership(prepare.getPrepare().getMembership())
                        .setServer(prepared.getServer())
                        .setEventId(prepared.getEventId())
                        .setEventJson(prepared.getEventJson())
                        .setOmitMembers(omitMembers)
                        .setCommandId("command")
                        .build())
                .build();
    }

    static WorkOrder signLeave(ScriptedRoom room, UserId user, RoomEvent invite) {
        return order(WorkOrderType.SIGN_LEAVE, room, user)
                .setSignLeave(SignLeave.newBuilder()
                        .setInviteEventJson(invite.json().encode())
                        .setReason("not for me")
                        .build())
                .build();
    }

    static WorkOrder verify(ScriptedRoom room, UserId user, RoomEvent claim, UserId expectedSender) {
        return order(WorkOrderType.VERIFY_PDU, room, user)
                .setVerify(VerifyPdu.newBuilder()
                        .setPduJson(claim.json().encode())
                        .setExpectedSender(expectedSender.value())
                        .build())
                .build();
    }
}
