package io.vestibule.model;

import io.vestibule.matrix.id.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a fact does to a room. */
final class RoomFold {

    private RoomFold() {}

    static RoomRecord apply(RoomRecord room, LedgerEvent event) {
        UserId user = event.user();
        if (user == null) {
            return ofRoom(room, event.fact());
        }
        return apply(room, user, event.fact(), event.decidedAt());
    }

    private static RoomRecord ofRoom(RoomRecord room, Fact fact) {
        if (fact instanceof Fact.RoomFactsSeen seen) {
            return facts(room, seen);
        }
        if (fact instanceof Fact.Restated.Room restated) {
            return restated.room();
        }
        return fact instanceof Fact.RoutesForgotten forgotten ? room.since(forgotten.before()) : room;
    }

    private static RoomRecord apply(RoomRecord room, UserId user, Fact fact, Instant at) {
        return switch (fact) {
            case Fact.InviteRecorded recorded -> invited(room, recorded.invitation(), at);
            case Fact.JoinQueued queued -> with(room, queue(room.line(), user));
            case Fact.WorkOrdered ordered -> startsJoin(ordered.order()) ? with(room, lead(room.line(), user)) : room;
            case Fact.JoinedRoom joined -> joined(room, new RoomRecord.FirstJoin(user, joined.importId(), at));
            case Fact.OperationEnded ended -> with(room, leave(room.line(), user));
            case Fact.LeftRoom left -> with(room, leave(room.line(), user));
            case Fact.MembershipSeen seen -> seen(room, user, seen.membership());
            case Fact.UserForgotten forgotten -> without(room, user);
            case Fact.RoomFactsSeen seen -> facts(room, seen);
            case Fact.RoutesForgotten forgotten -> room.since(forgotten.before());
            case Fact.InviteRefused refused -> room;
            case Fact.InviteRetracted retracted -> room;
            case Fact.RetractionSuspected suspected -> room;
            case Fact.InviteForgotten forgotten -> room;
            case Fact.OperationStarted started -> room;
            case Fact.CommandAttached attached -> room;
            case Fact.CommandDeferred deferred -> room;
            case Fact.CommandConcluded concluded -> room;
            case Fact.WorkAnswered answered -> room;
            case Fact.WorkUnanswered unanswered -> room;
            case Fact.LeaveSigningResting resting -> room;
            case Fact.LeaveSigned signed -> room;
            case Fact.RemoteLeaveRetried retried -> room;
            case Fact.RemoteLeaveResting resting -> room;
            case Fact.RemoteLeaveConfirmed confirmed -> room;
            case Fact.RemoteLeaveEnded ended -> room;
            case Fact.ClaimRemembered remembered -> room;
            case Fact.ClaimDropped dropped -> room;
            case Fact.Outbound outbound -> room;
            case Fact.Restated restated -> room;
            case Fact.ServersDenied denied -> room;
            case Fact.MembershipRemembered remembered -> room;
            case Fact.MembershipDropped dropped -> room;
        };
    }

    private static RoomRecord invited(RoomRecord room, Invitation invite, Instant at) {
        Routes routes = room.blocked() ? room.routes() : room.routes().with(invite, at);
        return room.with(routes, invite.version());
    }

    private static RoomRecord facts(RoomRecord room, Fact.RoomFactsSeen seen) {
        RoomRecord.FirstJoin joined = outdates(seen, room.joined()) ? null : room.joined();
        return new RoomRecord(
                seen.blocked() ? Routes.EMPTY : room.routes(),
                seen.resident(),
                seen.version() == null ? room.version() : seen.version(),
                seen.blocked(),
                joined,
                room.line(),
                seen.acl(),
                seen.aliases());
    }

    /** The homeserver's no counts against a join that it must have known of: a lagging feed may not. */
    private static boolean outdates(Fact.RoomFactsSeen seen, RoomRecord.@Nullable FirstJoin joined) {
        Instant changedAt = seen.changedAt();
        return seen.resident() == Residency.NO
                && joined != null
                && (changedAt == null || changedAt.isAfter(joined.at()));
    }

    private static RoomRecord joined(RoomRecord room, RoomRecord.FirstJoin join) {
        return room.with(join, leave(room.line(), join.user()));
    }

    private static RoomRecord without(RoomRecord room, UserId user) {
        RoomRecord.FirstJoin joined = room.joined();
        boolean theirs = joined != null && joined.user().equals(user);
        return room.with(theirs ? null : joined, leave(room.line(), user));
    }

    private static RoomRecord seen(RoomRecord room, UserId user, Membership membership) {
        RoomRecord.FirstJoin joined = room.joined();
        boolean joinerLeft = joined != null && joined.user().equals(user) && membership != Membership.JOIN;
        return room.with(joinerLeft ? null : joined, leave(room.line(), user));
    }

    private static RoomRecord with(RoomRecord room, RoomRecord.JoinLine line) {
        return room.with(room.joined(), line);
    }

    private static boolean startsJoin(WorkOrder order) {
        return switch (order.work()) {
            case WorkOrder.Work.Prepare prepare -> prepare.membership() == Membership.JOIN;
            case WorkOrder.Work.Submit submit -> submit.membership() == Membership.JOIN;
            case WorkOrder.Work.SignLeave sign -> false;
            case WorkOrder.Work.Verify verify -> false;
            case WorkOrder.Work.PrepareEvent prepare -> false;
            case WorkOrder.Work.SendInvite send -> false;
            case WorkOrder.Work.SendPdu send -> false;
        };
    }

    private static RoomRecord.JoinLine queue(RoomRecord.JoinLine line, UserId user) {
        if (line.waiting().contains(user) || line.waiting().size() >= RoomRecord.JoinLine.MAX_WAITING) {
            return line;
        }
        List<UserId> longer = new ArrayList<>(line.waiting());
        longer.add(user);
        return new RoomRecord.JoinLine(line.leader(), longer);
    }

    private static RoomRecord.JoinLine lead(RoomRecord.JoinLine line, UserId user) {
        return new RoomRecord.JoinLine(user, without(line.waiting(), user));
    }

    private static RoomRecord.JoinLine leave(RoomRecord.JoinLine line, UserId user) {
        UserId leader = Objects.equals(line.leader(), user) ? null : line.leader();
        return new RoomRecord.JoinLine(leader, without(line.waiting(), user));
    }

    private static List<UserId> without(List<UserId> waiting, UserId user) {
        return waiting.contains(user)
                ? waiting.stream().filter(other -> !other.equals(user)).toList()
                : waiting;
    }
}
