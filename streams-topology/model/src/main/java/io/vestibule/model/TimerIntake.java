package io.vestibule.model;

import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What falls due: deadlines, watchdogs, rests, memories. */
final class TimerIntake {

    private final Desk desk;
    private final Draft draft;

    TimerIntake(Desk desk) {
        this.desk = desk;
        this.draft = desk.draft();
    }

    void fired(UserId user) {
        claims(user);
        signing(user);
        switch (draft.state(user)) {
            case InviteState.Joining joining -> joining(user, joining.operation());
            case InviteState.Rejecting rejecting -> rejecting(user, rejecting.operation());
            case InviteState.Left left -> left(user, left.remote());
            case InviteState.None none -> {}
            case InviteState.Knocked knocked -> {}
            case InviteState.Invited invited -> {}
            case InviteState.Joined joined -> {}
            case InviteState.Retracted retracted -> {}
            case InviteState.Banned banned -> {}
        }
        InviteRecord invite = draft.invite(user);
        if (invite.state().settled()
                && due(invite.changedAt().plus(desk.rules().keeping().settled()))) {
            draft.record(user, new Fact.InviteForgotten());
        }
    }

    /** Routes that are too old are asked no more, and here they stop being kept. */
    void roomDue() {
        Duration memory = desk.rules().keeping().routes();
        if (due(draft.room().wake(memory))) {
            draft.record(null, new Fact.RoutesForgotten(draft.now().minus(memory)));
        }
    }

    private void claims(UserId user) {
        for (EarlyMembership word : draft.invite(user).early()) {
            if (due(word.until())) {
                draft.record(user, new Fact.MembershipDropped(word.eventId()));
            }
        }
        for (Claim claim : List.copyOf(draft.invite(user).claims())) {
            if (due(claim.until())) {
                draft.record(user, new Fact.ClaimDropped(claim.pduJson(), "nothing came of it in time"));
            }
        }
    }

    private void signing(UserId user) {
        Signing signing = draft.invite(user).signing();
        if (signing != null && due(signing.until())) {
            desk.signing().due(user, signing);
        }
    }

    private void joining(UserId user, Operation accept) {
        boolean late = due(accept.terms().answerBy());
        switch (accept.walk().stage()) {
            case Stage.Submitting submitting -> {
                if (due(submitting.watchdog())) {
                    unanswered(user, submitting.sent().order());
                    desk.joins().unconfirmed(user, submitting.sent());
                }
            }
            case Stage.Preparing preparing -> {
                if (late || due(preparing.watchdog())) {
                    unanswered(user, preparing.order());
                    expire(user, "no answer from the worker before the deadline");
                }
            }
            case Stage.Waiting waiting -> {
                if (late) {
                    expire(user, "another user of this homeserver was still joining");
                } else if (due(waiting.until())) {
                    desk.joins().look(user);
                }
            }
            case Stage.Idle idle -> expireIf(late, user);
            case Stage.Over over -> expireIf(late, user);
        }
    }

    private void expireIf(boolean late, UserId user) {
        if (late) {
            expire(user, "");
        }
    }

    private void expire(UserId user, String detail) {
        desk.joins().end(user, Desk.Answer.of(OutcomeType.EXPIRED, detail));
    }

    private void rejecting(UserId user, Operation reject) {
        Stage stage = reject.walk().stage();
        if (due(stage.wake())) {
            unanswered(user, stage.openOrder());
            desk.leaves().over(user);
        }
        if (draft.state(user) instanceof InviteState.Rejecting
                && due(reject.terms().answerBy())) {
            desk.leaves().leaveLocally(user);
        }
    }

    private void left(UserId user, @Nullable RemoteLeave remote) {
        if (remote == null) {
            return;
        }
        Stage stage = remote.walk().stage();
        if (due(stage.wake())) {
            if (stage.openOrder() == null) {
                desk.remoteLeaves().startRound(user);
            } else {
                unanswered(user, stage.openOrder());
                desk.remoteLeaves().rest(user);
            }
        }
        if (due(remote.answerBy())) {
            desk.remoteLeaves().tellWaiters(user, remote);
        }
    }

    private void unanswered(UserId user, @Nullable OrderId order) {
        if (order != null) {
            draft.record(user, new Fact.WorkUnanswered(order));
        }
    }

    private boolean due(@Nullable Instant at) {
        return at != null && !at.isAfter(draft.now());
    }

    /** The last way out of a record that cannot be decided. */
    void giveUp(UserId user, String detail) {
        for (Claim claim : List.copyOf(draft.invite(user).claims())) {
            draft.record(user, new Fact.ClaimDropped(claim.pduJson(), detail));
        }
        InviteState state = draft.state(user);
        if (state.inFlight() != null) {
            Desk.Answer answer = Desk.Answer.of(OutcomeType.INTERNAL_ERROR, detail);
            desk.cancel(user, answer);
        }
        if (state instanceof InviteState.Left left && left.remote() != null) {
            desk.remoteLeaves().finish(user, RemoteLeave.End.EXPIRED);
        }
    }
}
