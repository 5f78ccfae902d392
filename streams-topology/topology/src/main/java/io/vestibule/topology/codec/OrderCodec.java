package io.vestibule.topology.codec;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.CommandId;
import io.vestibule.model.Invitation;
import io.vestibule.model.MemberEvent;
import io.vestibule.model.Membership;
import io.vestibule.model.OrderId;
import io.vestibule.model.OutboundCommand;
import io.vestibule.model.Outgoing;
import io.vestibule.model.Wish;
import io.vestibule.model.WorkOrder;
import io.vestibule.schemas.InviteEndpoint;
import io.vestibule.schemas.PrepareEvent;
import io.vestibule.schemas.PrepareMembership;
import io.vestibule.schemas.SendInviteOrder;
import io.vestibule.schemas.SendPdu;
import io.vestibule.schemas.SignLeave;
import io.vestibule.schemas.SubmitMembership;
import io.vestibule.schemas.VerifyPdu;
import io.vestibule.schemas.WorkOrderType;

/** Work orders. */
public final class OrderCodec {

    private OrderCodec() {}

    /** @return the order as it goes to the worker */
    public static io.vestibule.schemas.WorkOrder write(WorkOrder order) {
        io.vestibule.schemas.WorkOrder.Builder written = io.vestibule.schemas.WorkOrder.newBuilder()
                .setOrderId(order.id().value())
                .setRoomId(order.room().value())
                .setUserId(order.user().value())
                .setLane(order.terms().lane())
                .setInteractive(order.terms().interactive())
                .setIssuedAt(Values.millis(order.terms().issuedAt()))
                .setNotAfter(Values.millis(order.terms().notAfter()))
                .setRoomVersion(order.version().value())
                .setInviteEventId(Values.text(order.invite()));
        return switch (order.work()) {
            case WorkOrder.Work.SignLeave sign ->
                written.setType(WorkOrderType.SIGN_LEAVE)
                        .setSignLeave(SignLeave.newBuilder()
                                .setInviteEventJson(sign.inviteJson())
                                .setReason(sign.reason())
                                .build())
                        .build();
            case WorkOrder.Work.Prepare prepare ->
                written.setType(WorkOrderType.PREPARE_MEMBERSHIP)
                        .setPrepare(write(prepare))
                        .build();
            case WorkOrder.Work.Submit submit ->
                written.setType(WorkOrderType.SUBMIT_MEMBERSHIP)
                        .setSubmit(write(submit))
                        .build();
            case WorkOrder.Work.Verify verify ->
                written.setType(WorkOrderType.VERIFY_PDU)
                        .setVerify(VerifyPdu.newBuilder()
                                .setPduJson(verify.pduJson())
                                .setExpectedSender(verify.expectedSender().value())
                                .build())
                        .build();
            case WorkOrder.Work.PrepareEvent prepare ->
                written.setType(WorkOrderType.PREPARE_EVENT)
                        .setPrepareEvent(write(prepare))
                        .build();
            case WorkOrder.Work.SendInvite send ->
                written.setType(WorkOrderType.SEND_INVITE)
                        .setSendInvite(write(send))
                        .build();
            case WorkOrder.Work.SendPdu send ->
                written.setType(WorkOrderType.SEND_PDU)
                        .setSendPdu(new SendPdu(
                                send.event().id().value(), send.event().json()))
                        .build();
        };
    }

    private static PrepareEvent write(WorkOrder.Work.PrepareEvent prepare) {
        return PrepareEvent.newBuilder()
                .setMembership(Values.same(io.vestibule.schemas.Membership.class, prepare.membership()))
                .setEventJson(prepare.eventJson())
                .setInviteRoomState(prepare.state().entries())
                .setCreateEventJson(prepare.state().createJson())
                .setVia(Values.texts(prepare.via().servers()))
                .setNarrowVia(prepare.via().narrow())
                .setPolicyServer(prepare.policyServer())
                .build();
    }

    private static SendInviteOrder write(WorkOrder.Work.SendInvite send) {
        return SendInviteOrder.newBuilder()
                .setEventId(send.event().id().value())
                .setEventJson(send.event().json())
                .setInviteRoomState(send.state().entries())
                .setCreateEventJson(send.state().createJson())
                .setVia(Values.texts(send.via()))
                .setEndpoint(Values.same(InviteEndpoint.class, send.endpoint()))
                .build();
    }

    private static PrepareMembership write(WorkOrder.Work.Prepare prepare) {
        return PrepareMembership.newBuilder()
                .setMembership(Values.same(io.vestibule.schemas.Membership.class, prepare.membership()))
                .setCandidates(ServerCodec.writeCandidates(prepare.candidates()))
                .setDisplayname(prepare.wish().displayname())
                .setAvatarUrl(prepare.wish().avatarUrl())
                .setReason(prepare.wish().reason())
                .setExtraContentJson(prepare.wish().extraContentJson())
                .setFreshUntil(Values.millis(prepare.freshUntil()))
                .setMustCite(Values.text(prepare.mustCite()))
                .build();
    }

    private static SubmitMembership write(WorkOrder.Work.Submit submit) {
        return SubmitMembership.newBuilder()
                .setMembership(Values.same(io.vestibule.schemas.Membership.class, submit.membership()))
                .setServer(submit.server().value())
                .setEventId(submit.event().id().value())
                .setEventJson(submit.event().json())
                .setOmitMembers(submit.omitMembers())
                .setCommandId(Values.text(submit.command()))
                .build();
    }

    /** @throws IllegalArgumentException if the order is none of ours */
    static WorkOrder read(io.vestibule.schemas.WorkOrder order) {
        return new WorkOrder(
                new OrderId(order.getOrderId()),
                RoomId.of(order.getRoomId()),
                UserId.of(order.getUserId()),
                new WorkOrder.Terms(
                        order.getLane(),
                        order.getInteractive(),
                        Values.instant(order.getIssuedAt()),
                        Values.instant(order.getNotAfter())),
                RoomVersionId.of(order.getRoomVersion()),
                Values.event(order.getInviteEventId()),
                work(order));
    }

    private static WorkOrder.Work work(io.vestibule.schemas.WorkOrder order) {
        WorkOrderType type = order.getType();
        return switch (type) {
            case SIGN_LEAVE -> {
                SignLeave sign = Values.present(order.getSignLeave(), type);
                yield new WorkOrder.Work.SignLeave(sign.getInviteEventJson(), sign.getReason());
            }
            case PREPARE_MEMBERSHIP -> read(Values.present(order.getPrepare(), type));
            case SUBMIT_MEMBERSHIP -> read(Values.present(order.getSubmit(), type));
            case VERIFY_PDU -> {
                VerifyPdu verify = Values.present(order.getVerify(), type);
                yield new WorkOrder.Work.Verify(verify.getPduJson(), UserId.of(verify.getExpectedSender()));
            }
            case PREPARE_EVENT -> read(Values.present(order.getPrepareEvent(), type));
            case SEND_INVITE -> read(Values.present(order.getSendInvite(), type));
            case SEND_PDU -> {
                SendPdu send = Values.present(order.getSendPdu(), type);
                yield new WorkOrder.Work.SendPdu(new MemberEvent(EventId.of(send.getEventId()), send.getEventJson()));
            }
            case UNKNOWN -> throw new IllegalArgumentException("an order of type " + type + " is not the topology's");
        };
    }

    private static WorkOrder.Work read(PrepareMembership prepare) {
        Wish wish = new Wish(
                prepare.getDisplayname(),
                prepare.getAvatarUrl(),
                prepare.getReason(),
                prepare.getExtraContentJson(),
                false);
        return new WorkOrder.Work.Prepare(
                Values.same(Membership.class, prepare.getMembership()),
                ServerCodec.readCandidates(prepare.getCandidates()),
                wish,
                Values.instant(prepare.getFreshUntil()),
                Values.event(prepare.getMustCite()));
    }

    private static WorkOrder.Work read(SubmitMembership submit) {
        return new WorkOrder.Work.Submit(
                Values.same(Membership.class, submit.getMembership()),
                ServerName.of(submit.getServer()),
                new MemberEvent(EventId.of(submit.getEventId()), submit.getEventJson()),
                submit.getOmitMembers(),
                Values.orNull(submit.getCommandId(), CommandId::new));
    }

    private static WorkOrder.Work read(PrepareEvent prepare) {
        return new WorkOrder.Work.PrepareEvent(
                Values.same(Membership.class, prepare.getMembership()),
                prepare.getEventJson(),
                new Outgoing.RoomState(prepare.getInviteRoomState(), prepare.getCreateEventJson()),
                new OutboundCommand.Via(Values.servers(prepare.getVia()), prepare.getNarrowVia()),
                prepare.getPolicyServer());
    }

    private static WorkOrder.Work read(SendInviteOrder send) {
        return new WorkOrder.Work.SendInvite(
                new MemberEvent(EventId.of(send.getEventId()), send.getEventJson()),
                new Outgoing.RoomState(send.getInviteRoomState(), send.getCreateEventJson()),
                Values.servers(send.getVia()),
                Values.same(Invitation.Endpoint.class, send.getEndpoint()));
    }
}
