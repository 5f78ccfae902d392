package io.vestibule.model;

import io.vestibule.matrix.id.UserId;
import org.jspecify.annotations.Nullable;

/** What the worker reports. Only the open order counts, except that a success of a sent event is always a fact. */
final class ResultIntake {

    private final Desk desk;
    private final Draft draft;

    ResultIntake(Desk desk) {
        this.desk = desk;
        this.draft = desk.draft();
    }

    void received(WorkResult result) {
        if (desk.outbound().answered(result)) {
            return;
        }
        UserId user = result.user();
        InviteRecord invite = draft.invite(user);
        Walk walk = Edit.walkOf(invite.state());
        if (invite.signing() != null && invite.signing().isOpen(result.order())) {
            signed(user, result);
        } else if (walk != null && result.order().equals(walk.stage().openOrder())) {
            answered(user, result, walk.stage());
        } else {
            Claim claim = claimOf(invite, result.order());
            if (claim != null) {
                desk.claims().verified(user, claim, result);
            } else {
                late(user, invite, result);
            }
        }
    }

    private void record(UserId user, WorkResult result) {
        draft.record(
                user,
                new Fact.WorkAnswered(
                        result.order(), result.type(), result.server(), result.attempts(), result.detail()));
    }

    private void answered(UserId user, WorkResult result, Stage stage) {
        record(user, result);
        switch (draft.state(user)) {
            case InviteState.Joining joining -> desk.joins().answered(user, result, stage);
            case InviteState.Rejecting rejecting -> desk.leaves().answered(user, result, stage);
            case InviteState.Left left -> desk.remoteLeaves().answered(user, result, stage);
            case InviteState.None none -> throw InviteFold.wrong("an open order", none);
            case InviteState.Knocked knocked -> throw InviteFold.wrong("an open order", knocked);
            case InviteState.Invited invited -> throw InviteFold.wrong("an open order", invited);
            case InviteState.Joined joined -> throw InviteFold.wrong("an open order", joined);
            case InviteState.Retracted gone -> throw InviteFold.wrong("an open order", gone);
            case InviteState.Banned banned -> throw InviteFold.wrong("an open order", banned);
        }
    }

    private void signed(UserId user, WorkResult result) {
        record(user, result);
        MemberEvent event = result.event();
        if (result.type() == WorkResultType.LEAVE_SIGNED && event != null) {
            draft.record(user, new Fact.LeaveSigned(event));
        } else {
            desk.signing().failed(user);
        }
        if (draft.state(user) instanceof InviteState.Rejecting rejecting
                && rejecting.operation().walk().stage().openOrder() == null) {
            desk.leaves().over(user);
        }
    }

    private void late(UserId user, InviteRecord invite, WorkResult result) {
        SentEvent sent = sentBy(invite, result);
        if (sent == null || !result.type().settlesSubmit()) {
            return;
        }
        record(user, result);
        if (result.type() == WorkResultType.SUBMITTED) {
            MemberEvent event = sent.event().asSaid(result.event());
            if (sent.membership() == Membership.JOIN) {
                lateJoin(user, sent, event, result);
            } else {
                lateLeave(user, sent, event, result);
            }
        }
    }

    private void lateJoin(UserId user, SentEvent sent, MemberEvent event, WorkResult result) {
        InviteState state = draft.state(user);
        Invitation invite = state.newestInvite();
        if (invite == null || !invite.eventId().equals(sent.invite())) {
            return;
        }
        Fact joined = new Fact.JoinedRoom(event, result.importId(), result.server());
        if (state instanceof InviteState.Joining) {
            desk.joins().succeed(user, event, result);
        } else if (state instanceof InviteState.Rejecting) {
            desk.end(
                    user,
                    joined,
                    Desk.Answer.of(OutcomeType.NOT_INVITED, "a join that was sent before was taken after all"));
        } else if (state instanceof InviteState.Invited
                || (state instanceof InviteState.Left left && left.outOfBand())) {
            RemoteLeave remote = state instanceof InviteState.Left left ? left.remote() : null;
            draft.record(user, joined);
            if (remote != null) {
                desk.concludeAll(user, remote.waiters(), Desk.Answer.of(OutcomeType.CANCELLED, "the user has joined"));
            }
            desk.joins().advance();
        }
    }

    private void lateLeave(UserId user, SentEvent sent, MemberEvent event, WorkResult result) {
        InviteState state = draft.state(user);
        Invitation invite = state.newestInvite();
        boolean same = invite == null ? sent.invite() == null : invite.eventId().equals(sent.invite());
        if (!same) {
            return;
        }
        if (state instanceof InviteState.Left left && (left.outOfBand() || left.remote() != null)) {
            desk.remoteLeaves().confirm(user, event, result.server());
        } else if (state instanceof InviteState.Joined) {
            draft.record(user, new Fact.MembershipSeen(Membership.LEAVE, event.id()));
        }
    }

    private static @Nullable SentEvent sentBy(InviteRecord invite, WorkResult result) {
        MemberEvent event = result.event();
        for (SentEvent sent : invite.sent()) {
            boolean sameEvent = event != null && sent.event().id().equals(event.id());
            if (sent.order().equals(result.order()) || sameEvent) {
                return sent;
            }
        }
        return null;
    }

    private static @Nullable Claim claimOf(InviteRecord invite, OrderId order) {
        for (Claim claim : invite.claims()) {
            if (order.equals(claim.order())) {
                return claim;
            }
        }
        return null;
    }
}
