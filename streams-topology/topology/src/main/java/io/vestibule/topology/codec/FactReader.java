package io.vestibule.topology.codec;

import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomAlias;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.Claim;
import io.vestibule.model.Fact;
import io.vestibule.model.InviteState;
import io.vestibule.model.Membership;
import io.vestibule.model.Operation;
import io.vestibule.model.OrderId;
import io.vestibule.model.OutcomeType;
import io.vestibule.model.RemoteLeave;
import io.vestibule.model.Residency;
import io.vestibule.model.WorkResultType;
import io.vestibule.schemas.ClaimRemembered;
import io.vestibule.schemas.InviteRecorded;
import io.vestibule.schemas.InviteRefused;
import io.vestibule.schemas.InviteRetracted;
import io.vestibule.schemas.JoinedRoom;
import io.vestibule.schemas.LedgerEvent;
import io.vestibule.schemas.LedgerEventType;
import io.vestibule.schemas.LeftRoom;
import io.vestibule.schemas.MembershipSeen;
import io.vestibule.schemas.OperationStarted;
import io.vestibule.schemas.RemoteLeaveConfirmed;
import io.vestibule.schemas.RemoteLeaveResting;
import io.vestibule.schemas.RemoteLeaveRetried;
import io.vestibule.schemas.RetractionSuspected;
import io.vestibule.schemas.RoomFactsSeen;
import io.vestibule.schemas.UserForgotten;
import io.vestibule.schemas.WorkAnswered;
import io.vestibule.schemas.WorkOrdered;

/** The fact of an envelope. */
final class FactReader {

    private FactReader() {}

    static Fact read(LedgerEvent of) {
        LedgerEventType type = of.getType();
        return switch (type) {
            case INVITE_RECORDED -> recorded(Values.present(of.getInviteRecorded(), type));
            case INVITE_REFUSED -> refused(Values.present(of.getInviteRefused(), type));
            case INVITE_RETRACTED -> retracted(Values.present(of.getInviteRetracted(), type));
            case RETRACTION_SUSPECTED -> suspected(Values.present(of.getRetractionSuspected(), type));
            case INVITE_FORGOTTEN -> new Fact.InviteForgotten();
            case USER_FORGOTTEN -> {
                UserForgotten forgotten = Values.present(of.getUserForgotten(), type);
                yield new Fact.UserForgotten(forgotten.getInvite(), forgotten.getOutcomes());
            }
            case ROUTES_FORGOTTEN ->
                new Fact.RoutesForgotten(Values.instant(
                        Values.present(of.getRoutesForgotten(), type).getBefore()));
            case OPERATION_STARTED -> started(of, Values.present(of.getOperationStarted(), type));
            case COMMAND_ATTACHED ->
                new Fact.CommandAttached(CommandCodec.readWaiter(
                        Values.present(of.getCommandAttached(), type).getCommand()));
            case COMMAND_DEFERRED ->
                new Fact.CommandDeferred(CommandCodec.read(
                        Values.present(of.getCommandDeferred(), type).getCommand()));
            case JOIN_QUEUED ->
                new Fact.JoinQueued(
                        Values.instant(Values.present(of.getJoinQueued(), type).getUntil()));
            case OPERATION_ENDED ->
                new Fact.OperationEnded(Values.same(
                        OutcomeType.class,
                        Values.present(of.getOperationEnded(), type).getOutcome()));
            case COMMAND_CONCLUDED ->
                new Fact.CommandConcluded(OutcomeCodec.read(
                        Values.present(of.getCommandConcluded(), type).getOutcome()));
            case WORK_ORDERED -> ordered(Values.present(of.getWorkOrdered(), type));
            case WORK_ANSWERED -> answered(Values.present(of.getWorkAnswered(), type));
            case WORK_UNANSWERED ->
                new Fact.WorkUnanswered(
                        new OrderId(Values.present(of.getWorkUnanswered(), type).getOrderId()));
            case LEAVE_SIGNED ->
                new Fact.LeaveSigned(
                        Values.read(Values.present(of.getLeaveSigned(), type).getEvent()));
            case JOINED -> joined(Values.present(of.getJoined(), type));
            case LEFT -> left(Values.present(of.getLeft(), type));
            case REMOTE_LEAVE_RETRIED -> retried(Values.present(of.getRemoteLeaveRetried(), type));
            case REMOTE_LEAVE_RESTING -> resting(Values.present(of.getRemoteLeaveResting(), type));
            case REMOTE_LEAVE_CONFIRMED -> confirmed(Values.present(of.getRemoteLeaveConfirmed(), type));
            case REMOTE_LEAVE_ENDED ->
                new Fact.RemoteLeaveEnded(Values.same(
                        RemoteLeave.End.class,
                        Values.present(of.getRemoteLeaveEnded(), type).getReason()));
            case CLAIM_REMEMBERED -> remembered(Values.present(of.getClaimRemembered(), type));
            case CLAIM_DROPPED ->
                new Fact.ClaimDropped(
                        Values.present(of.getClaimDropped(), type).getPduJson(),
                        Values.present(of.getClaimDropped(), type).getReason());
            case MEMBERSHIP_SEEN -> seen(Values.present(of.getMembershipSeen(), type));
            case ROOM_FACTS_SEEN -> facts(Values.present(of.getRoomFactsSeen(), type));
            case MEMBERSHIP_REMEMBERED ->
                new Fact.MembershipRemembered(Values.read(Values.present(of.getMembershipRemembered(), type)));
            case MEMBERSHIP_DROPPED ->
                new Fact.MembershipDropped(EventId.of(
                        Values.present(of.getMembershipDropped(), type).getEventId()));
            case LEAVE_SIGNING_RESTING ->
                new Fact.LeaveSigningResting(Values.instant(
                        Values.present(of.getLeaveSigningResting(), type).getUntil()));
            case SERVERS_DENIED ->
                new Fact.ServersDenied(ServerCodec.readCandidates(
                        Values.present(of.getServersDenied(), type).getServers()));
            case OUTBOUND_STARTED -> OutboundCodec.read(Values.present(of.getOutboundStarted(), type));
            case OUTBOUND_ATTACHED -> OutboundCodec.read(Values.present(of.getOutboundAttached(), type));
            case OUTBOUND_QUEUED -> OutboundCodec.read(Values.present(of.getOutboundQueued(), type));
            case OUTBOUND_ANSWERED -> OutboundCodec.read(Values.present(of.getOutboundAnswered(), type));
            case OUTBOUND_RESTING -> OutboundCodec.read(Values.present(of.getOutboundResting(), type));
            case OUTBOUND_ENDED -> OutboundCodec.read(Values.present(of.getOutboundEnded(), type));
            case RESTATED -> RestatedCodec.read(Values.present(of.getRestated(), type));
            case UNKNOWN ->
                throw new IllegalArgumentException("a ledger event of a type that this release does not know");
        };
    }

    private static Fact recorded(InviteRecorded fact) {
        return new Fact.InviteRecorded(
                InviteCodec.read(fact.getInvite()), Values.each(fact.getAppserviceIds(), AppserviceId::of));
    }

    private static Fact refused(InviteRefused fact) {
        return new Fact.InviteRefused(EventId.of(fact.getEventId()), fact.getReferenceHash(), fact.getReason());
    }

    private static Fact retracted(InviteRetracted fact) {
        Membership membership = Values.same(Membership.class, fact.getMembership());
        return new Fact.InviteRetracted(
                new InviteState.Retraction(membership, Values.read(fact.getEvent()), fact.getReason()),
                UserId.of(fact.getSender()));
    }

    private static Fact suspected(RetractionSuspected fact) {
        return new Fact.RetractionSuspected(
                UserId.of(fact.getSender()), Values.same(Membership.class, fact.getMembership()));
    }

    private static Fact started(LedgerEvent of, OperationStarted fact) {
        return new Fact.OperationStarted(
                Values.same(Fact.OperationKind.class, fact.getKind()),
                CommandCodec.readWaiter(fact.getCommand()),
                new Operation.Terms(
                        CommandCodec.readWish(fact.getWish()),
                        Values.instant(of.getDecidedAt()),
                        Values.instant(fact.getNotAfter()),
                        Values.instant(fact.getAnswerBy()),
                        fact.getOwnInviteOnly()));
    }

    private static Fact ordered(WorkOrdered fact) {
        return new Fact.WorkOrdered(
                OrderCodec.read(fact.getOrder()),
                Values.instant(fact.getWatchdog()),
                ServerCodec.readCandidates(fact.getCandidates()),
                fact.getAgain());
    }

    private static Fact answered(WorkAnswered fact) {
        return new Fact.WorkAnswered(
                new OrderId(fact.getOrderId()),
                Values.same(WorkResultType.class, fact.getType()),
                Values.server(fact.getServer()),
                ServerCodec.readAttempts(fact.getAttempts()),
                fact.getDetail());
    }

    private static Fact joined(JoinedRoom fact) {
        return new Fact.JoinedRoom(
                Values.read(fact.getEvent()), Values.importId(fact.getImportId()), Values.server(fact.getAnsweredBy()));
    }

    private static Fact left(LeftRoom fact) {
        return new Fact.LeftRoom(
                Values.readOrNull(fact.getEvent()),
                fact.getOutOfBand(),
                fact.getReason(),
                Values.server(fact.getConfirmedBy()),
                ServerCodec.readPlanOrNull(fact.getRemote()));
    }

    private static Fact retried(RemoteLeaveRetried fact) {
        return new Fact.RemoteLeaveRetried(
                CommandCodec.readWaiter(fact.getCommand()),
                ServerCodec.readPlan(fact.getPlan()),
                Values.instant(fact.getAnswerBy()));
    }

    private static Fact resting(RemoteLeaveResting fact) {
        return new Fact.RemoteLeaveResting(
                Values.instant(fact.getUntil()), fact.getRound(), ServerCodec.readPlan(fact.getPlan()));
    }

    private static Fact confirmed(RemoteLeaveConfirmed fact) {
        return new Fact.RemoteLeaveConfirmed(Values.read(fact.getEvent()), Values.server(fact.getServer()));
    }

    private static Fact remembered(ClaimRemembered fact) {
        return new Fact.ClaimRemembered(new Claim(
                UserId.of(fact.getSender()),
                Values.same(Membership.class, fact.getMembership()),
                fact.getPduJson(),
                null,
                Values.instant(fact.getUntil())));
    }

    private static Fact seen(MembershipSeen fact) {
        return new Fact.MembershipSeen(
                Values.same(Membership.class, fact.getMembership()), EventId.of(fact.getEventId()));
    }

    private static Fact facts(RoomFactsSeen fact) {
        return new Fact.RoomFactsSeen(
                Values.same(Residency.class, fact.getResident()),
                Values.version(fact.getRoomVersion()),
                fact.getBlocked(),
                Values.instantOrNull(fact.getChangedAt()),
                ServerAclCodec.readOrNull(fact.getAcl()),
                Values.each(fact.getAliases(), RoomAlias::of));
    }
}
