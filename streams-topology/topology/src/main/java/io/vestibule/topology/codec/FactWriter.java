package io.vestibule.topology.codec;

import io.vestibule.matrix.id.UserId;
import io.vestibule.model.Fact;
import io.vestibule.model.LedgerEvent;
import io.vestibule.model.MemberEvent;
import io.vestibule.model.Operation;
import io.vestibule.model.RemoteLeave;
import io.vestibule.schemas.ClaimDropped;
import io.vestibule.schemas.ClaimRemembered;
import io.vestibule.schemas.CommandAttached;
import io.vestibule.schemas.CommandConcluded;
import io.vestibule.schemas.CommandDeferred;
import io.vestibule.schemas.InviteRecorded;
import io.vestibule.schemas.InviteRefused;
import io.vestibule.schemas.InviteRetracted;
import io.vestibule.schemas.JoinQueued;
import io.vestibule.schemas.JoinedRoom;
import io.vestibule.schemas.LeaveSigned;
import io.vestibule.schemas.LeaveSigningResting;
import io.vestibule.schemas.LedgerEvent.Builder;
import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.LeftRoom;
import io.vestibule.schemas.Membership;
import io.vestibule.schemas.MembershipDropped;
import io.vestibule.schemas.MembershipSeen;
import io.vestibule.schemas.OperationEnded;
import io.vestibule.schemas.OperationKind;
import io.vestibule.schemas.OperationStarted;
import io.vestibule.schemas.OutcomeType;
import io.vestibule.schemas.RemoteLeaveConfirmed;
import io.vestibule.schemas.RemoteLeaveEnd;
import io.vestibule.schemas.RemoteLeaveEnded;
import io.vestibule.schemas.RemoteLeaveResting;
import io.vestibule.schemas.RemoteLeaveRetried;
import io.vestibule.schemas.Residency;
import io.vestibule.schemas.RetractionSuspected;
import io.vestibule.schemas.RoomFactsSeen;
import io.vestibule.schemas.RoutesForgotten;
import io.vestibule.schemas.ServersDenied;
import io.vestibule.schemas.UserForgotten;
import io.vestibule.schemas.WorkAnswered;
import io.vestibule.schemas.WorkOrdered;
import io.vestibule.schemas.WorkResultType;
import io.vestibule.schemas.WorkUnanswered;

/** Facts into the ledger's envelope: the type and its one field. */
final class FactWriter {

    private FactWriter() {}

    static void write(Builder event, LedgerEvent of) {
        switch (of.fact()) {
            case Fact.InviteRecorded fact ->
                event.setType(LedgerEventType.INVITE_RECORDED).setInviteRecorded(recorded(of, fact));
            case Fact.InviteRefused fact ->
                event.setType(LedgerEventType.INVITE_REFUSED).setInviteRefused(refused(fact));
            case Fact.InviteRetracted fact ->
                event.setType(LedgerEventType.INVITE_RETRACTED).setInviteRetracted(retracted(fact));
            case Fact.RetractionSuspected fact ->
                event.setType(LedgerEventType.RETRACTION_SUSPECTED).setRetractionSuspected(suspected(fact));
            case Fact.InviteForgotten fact -> event.setType(LedgerEventType.INVITE_FORGOTTEN);
            case Fact.UserForgotten fact ->
                event.setType(LedgerEventType.USER_FORGOTTEN)
                        .setUserForgotten(new UserForgotten(fact.invite(), fact.outcomes()));
            case Fact.RoutesForgotten fact ->
                event.setType(LedgerEventType.ROUTES_FORGOTTEN)
                        .setRoutesForgotten(new RoutesForgotten(Values.millis(fact.before())));
            case Fact.OperationStarted fact ->
                event.setType(LedgerEventType.OPERATION_STARTED).setOperationStarted(started(fact));
            case Fact.CommandAttached fact ->
                event.setType(LedgerEventType.COMMAND_ATTACHED)
                        .setCommandAttached(new CommandAttached(CommandCodec.writeWaiter(fact.command())));
            case Fact.CommandDeferred fact ->
                event.setType(LedgerEventType.COMMAND_DEFERRED)
                        .setCommandDeferred(new CommandDeferred(CommandCodec.write(fact.command())));
            case Fact.JoinQueued fact ->
                event.setType(LedgerEventType.JOIN_QUEUED).setJoinQueued(new JoinQueued(Values.millis(fact.until())));
            case Fact.OperationEnded fact ->
                event.setType(LedgerEventType.OPERATION_ENDED)
                        .setOperationEnded(new OperationEnded(Values.same(OutcomeType.class, fact.outcome())));
            case Fact.CommandConcluded fact ->
                event.setType(LedgerEventType.COMMAND_CONCLUDED)
                        .setCommandConcluded(new CommandConcluded(OutcomeCodec.write(fact.outcome())));
            case Fact.WorkOrdered fact ->
                event.setType(LedgerEventType.WORK_ORDERED).setWorkOrdered(ordered(fact));
            case Fact.WorkAnswered fact ->
                event.setType(LedgerEventType.WORK_ANSWERED).setWorkAnswered(answered(fact));
            case Fact.WorkUnanswered fact ->
                event.setType(LedgerEventType.WORK_UNANSWERED)
                        .setWorkUnanswered(new WorkUnanswered(fact.order().value()));
            case Fact.MembershipRemembered fact ->
                event.setType(LedgerEventType.MEMBERSHIP_REMEMBERED)
                        .setMembershipRemembered(Values.write(fact.early()));
            case Fact.MembershipDropped fact ->
                event.setType(LedgerEventType.MEMBERSHIP_DROPPED)
                        .setMembershipDropped(
                                new MembershipDropped(fact.eventId().value()));
            case Fact.LeaveSigningResting fact ->
                event.setType(LedgerEventType.LEAVE_SIGNING_RESTING)
                        .setLeaveSigningResting(new LeaveSigningResting(Values.millis(fact.until())));
            case Fact.LeaveSigned fact ->
                event.setType(LedgerEventType.LEAVE_SIGNED).setLeaveSigned(new LeaveSigned(Values.write(fact.event())));
            case Fact.JoinedRoom fact -> event.setType(LedgerEventType.JOINED).setJoined(joined(fact));
            case Fact.LeftRoom fact -> event.setType(LedgerEventType.LEFT).setLeft(left(fact));
            case Fact.RemoteLeaveRetried fact ->
                event.setType(LedgerEventType.REMOTE_LEAVE_RETRIED).setRemoteLeaveRetried(retried(fact));
            case Fact.RemoteLeaveResting fact ->
                event.setType(LedgerEventType.REMOTE_LEAVE_RESTING).setRemoteLeaveResting(resting(fact));
            case Fact.RemoteLeaveConfirmed fact ->
                event.setType(LedgerEventType.REMOTE_LEAVE_CONFIRMED).setRemoteLeaveConfirmed(confirmed(fact));
            case Fact.RemoteLeaveEnded fact ->
                event.setType(LedgerEventType.REMOTE_LEAVE_ENDED)
                        .setRemoteLeaveEnded(new RemoteLeaveEnded(Values.same(RemoteLeaveEnd.class, fact.reason())));
            case Fact.ClaimRemembered fact ->
                event.setType(LedgerEventType.CLAIM_REMEMBERED).setClaimRemembered(remembered(fact));
            case Fact.ClaimDropped fact ->
                event.setType(LedgerEventType.CLAIM_DROPPED)
                        .setClaimDropped(new ClaimDropped(fact.pduJson(), fact.reason()));
            case Fact.MembershipSeen fact ->
                event.setType(LedgerEventType.MEMBERSHIP_SEEN)
                        .setMembershipSeen(new MembershipSeen(
                                Values.same(Membership.class, fact.membership()),
                                fact.eventId().value()));
            case Fact.RoomFactsSeen fact ->
                event.setType(LedgerEventType.ROOM_FACTS_SEEN).setRoomFactsSeen(facts(fact));
            case Fact.ServersDenied fact ->
                event.setType(LedgerEventType.SERVERS_DENIED)
                        .setServersDenied(new ServersDenied(ServerCodec.writeCandidates(fact.servers())));
            case Fact.Outbound fact -> OutboundCodec.write(event, fact);
            case Fact.Restated fact -> RestatedCodec.write(event, of, fact);
        }
    }

    private static InviteRecorded recorded(LedgerEvent of, Fact.InviteRecorded fact) {
        UserId user = Values.present(of.user(), "INVITE_RECORDED");
        return new InviteRecorded(
                InviteCodec.write(of.room(), user, fact.invitation()), Values.texts(fact.appservices()));
    }

    private static InviteRefused refused(Fact.InviteRefused fact) {
        return new InviteRefused(fact.eventId().value(), fact.referenceHash(), fact.reason());
    }

    private static InviteRetracted retracted(Fact.InviteRetracted fact) {
        return InviteRetracted.newBuilder()
                .setMembership(Values.same(Membership.class, fact.retraction().membership()))
                .setEvent(Values.write(fact.retraction().event()))
                .setSender(fact.sender().value())
                .setReason(fact.retraction().reason())
                .build();
    }

    private static RetractionSuspected suspected(Fact.RetractionSuspected fact) {
        return new RetractionSuspected(fact.sender().value(), Values.same(Membership.class, fact.membership()));
    }

    private static OperationStarted started(Fact.OperationStarted fact) {
        Operation.Terms terms = fact.terms();
        return OperationStarted.newBuilder()
                .setKind(Values.same(OperationKind.class, fact.kind()))
                .setCommand(CommandCodec.writeWaiter(fact.command()))
                .setWish(CommandCodec.writeWish(terms.wish()))
                .setNotAfter(Values.millis(terms.notAfter()))
                .setAnswerBy(Values.millis(terms.answerBy()))
                .setOwnInviteOnly(terms.ownInviteOnly())
                .build();
    }

    private static WorkOrdered ordered(Fact.WorkOrdered fact) {
        return WorkOrdered.newBuilder()
                .setOrder(OrderCodec.write(fact.order()))
                .setWatchdog(Values.millis(fact.watchdog()))
                .setCandidates(ServerCodec.writeCandidates(fact.candidates()))
                .setAgain(fact.again())
                .build();
    }

    private static WorkAnswered answered(Fact.WorkAnswered fact) {
        return WorkAnswered.newBuilder()
                .setOrderId(fact.order().value())
                .setType(Values.same(WorkResultType.class, fact.type()))
                .setServer(Values.text(fact.server()))
                .setAttempts(ServerCodec.writeAttempts(fact.attempts()))
                .setDetail(fact.detail())
                .build();
    }

    private static JoinedRoom joined(Fact.JoinedRoom fact) {
        return JoinedRoom.newBuilder()
                .setEvent(Values.write(fact.event()))
                .setImportId(Values.text(fact.importId()))
                .setAnsweredBy(Values.text(fact.answeredBy()))
                .build();
    }

    private static LeftRoom left(Fact.LeftRoom fact) {
        MemberEvent event = fact.event();
        RemoteLeave.Plan plan = fact.remote();
        return LeftRoom.newBuilder()
                .setEvent(Values.writeOrNull(event))
                .setOutOfBand(fact.outOfBand())
                .setReason(fact.reason())
                .setConfirmedBy(Values.text(fact.confirmedBy()))
                .setRemote(plan == null ? null : ServerCodec.writePlan(plan))
                .build();
    }

    private static RemoteLeaveRetried retried(Fact.RemoteLeaveRetried fact) {
        return RemoteLeaveRetried.newBuilder()
                .setCommand(CommandCodec.writeWaiter(fact.command()))
                .setPlan(ServerCodec.writePlan(fact.plan()))
                .setAnswerBy(Values.millis(fact.answerBy()))
                .build();
    }

    private static RemoteLeaveResting resting(Fact.RemoteLeaveResting fact) {
        return RemoteLeaveResting.newBuilder()
                .setUntil(Values.millis(fact.until()))
                .setRound(fact.round())
                .setPlan(ServerCodec.writePlan(fact.plan()))
                .build();
    }

    private static RemoteLeaveConfirmed confirmed(Fact.RemoteLeaveConfirmed fact) {
        return RemoteLeaveConfirmed.newBuilder()
                .setEvent(Values.write(fact.event()))
                .setServer(Values.text(fact.server()))
                .build();
    }

    private static ClaimRemembered remembered(Fact.ClaimRemembered fact) {
        return ClaimRemembered.newBuilder()
                .setSender(fact.claim().sender().value())
                .setMembership(Values.same(Membership.class, fact.claim().membership()))
                .setPduJson(fact.claim().pduJson())
                .setUntil(Values.millis(fact.claim().until()))
                .build();
    }

    private static RoomFactsSeen facts(Fact.RoomFactsSeen fact) {
        return RoomFactsSeen.newBuilder()
                .setResident(Values.same(Residency.class, fact.resident()))
                .setRoomVersion(Values.text(fact.version()))
                .setBlocked(fact.blocked())
                .setChangedAt(Values.millis(fact.changedAt()))
                .setAcl(ServerAclCodec.writeOrNull(fact.acl()))
                .setAliases(Values.texts(fact.aliases()))
                .build();
    }
}
