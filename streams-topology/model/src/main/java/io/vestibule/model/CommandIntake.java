package io.vestibule.model;

import io.vestibule.matrix.id.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What client-facing services ask for. */
final class CommandIntake {

    private final Desk desk;
    private final Draft draft;

    CommandIntake(Desk desk) {
        this.desk = desk;
        this.draft = desk.draft();
    }

    /** A command from the log: one that is under way already changes nothing. */
    void received(Command command) {
        if (command.type().isOutbound()) {
            desk.outboundCommands().received(command);
        } else if (!pending(command)) {
            decide(command);
        }
    }

    private boolean pending(Command command) {
        InviteState state = draft.state(command.user());
        Operation operation = state.inFlight();
        RemoteLeave remote = state instanceof InviteState.Left left ? left.remote() : null;
        return (operation != null && operation.concerns(command.id()))
                || (remote != null
                        && remote.waiters().stream()
                                .anyMatch(waiter -> waiter.id().equals(command.id())));
    }

    void decide(Command command) {
        if (!draft.now().isBefore(deadline(command))) {
            answer(command, OutcomeType.EXPIRED, "the command's deadline had passed");
            return;
        }
        switch (command.type()) {
            case ACCEPT_INVITE -> accept(command, command.wish());
            case REJECT_INVITE -> reject(command);
            case RETRY -> retry(command);
            case FORGET_INVITE -> desk.forgetting().decide(command);
            case SEND_INVITE, RETRACT_INVITE, UNKNOWN ->
                answer(command, OutcomeType.INVALID_COMMAND, "no such command: " + command.type());
        }
    }

    void giveUp(Command command, String detail) {
        answer(command, OutcomeType.INTERNAL_ERROR, detail);
    }

    private void accept(Command command, Wish wish) {
        switch (draft.state(command.user())) {
            case InviteState.Invited invited -> startJoin(command, wish);
            case InviteState.Joining joining -> attach(command, joining.operation());
            case InviteState.Rejecting rejecting -> overtake(command, rejecting.operation(), "accepted instead");
            case InviteState.Joined joined ->
                desk.conclude(
                        command.user(),
                        command.waiter(),
                        Desk.Answer.of(OutcomeType.JOINED, "had joined already")
                                .with(joined.join())
                                .with(joined.importId()));
            case InviteState.Retracted gone -> answer(command, OutcomeType.RETRACTED, "");
            case InviteState.None none -> notInvited(command);
            case InviteState.Knocked knocked -> notInvited(command);
            case InviteState.Left left -> notInvited(command);
            case InviteState.Banned banned -> notInvited(command);
        }
    }

    private void startJoin(Command command, Wish wish) {
        if (draft.room().blocked()) {
            answer(command, OutcomeType.BLOCKED, "the room is blocked here");
            return;
        }
        RoomRecord.Standing standing = standing(command);
        if (standing != null) {
            resident(command, standing);
            return;
        }
        desk.joins().start(command, wish, deadline(command));
    }

    private void reject(Command command) {
        switch (draft.state(command.user())) {
            case InviteState.Invited invited -> {
                RoomRecord.Standing standing = standing(command);
                if (standing != null) {
                    resident(command, standing);
                } else {
                    desk.leaves().start(command);
                }
            }
            case InviteState.Knocked knocked -> desk.leaves().start(command);
            case InviteState.Joining joining -> overtake(command, joining.operation(), "rejected instead");
            case InviteState.Rejecting rejecting -> attach(command, rejecting.operation());
            case InviteState.Left left -> leftAlready(command, left);
            case InviteState.Retracted gone -> answer(command, OutcomeType.RETRACTED, "");
            case InviteState.Joined joined ->
                answer(command, OutcomeType.NOT_INVITED, "the user has joined; leaving a room is the homeserver's");
            case InviteState.None none -> notInvited(command);
            case InviteState.Banned banned -> notInvited(command);
        }
    }

    private void leftAlready(Command command, InviteState.Left left) {
        OutcomeType type = left.outOfBand() ? OutcomeType.LEFT_LOCALLY : OutcomeType.LEFT;
        desk.conclude(
                command.user(),
                command.waiter(),
                Desk.Answer.of(type, "had left already").with(left.leave()));
    }

    private void retry(Command command) {
        InviteState state = draft.state(command.user());
        if (state instanceof InviteState.Invited invited) {
            if (invited.lastWish() == null) {
                answer(command, OutcomeType.INVALID_COMMAND, "no accept has failed, so there is nothing to retry");
            } else {
                accept(command, invited.lastWish());
            }
        } else if (state instanceof InviteState.Left left) {
            if (left.outOfBand()) {
                desk.remoteLeaves().retry(command, left);
            } else {
                leftAlready(command, left);
            }
        } else if (state instanceof InviteState.Rejecting) {
            reject(command);
        } else {
            accept(command, Wish.NONE);
        }
    }

    /** The same is under way: this command hears the same outcome, and no opposite one is wanted any more. */
    private void attach(Command command, Operation operation) {
        cancelDeferred(command.user(), operation.deferred());
        draft.record(command.user(), new Fact.CommandAttached(command.waiter()));
    }

    /** The opposite is under way: before the point of no return it gives way, behind it this command waits. */
    private void overtake(Command command, Operation running, String why) {
        if (running.walk().stage().pastReturn()) {
            draft.record(command.user(), new Fact.CommandDeferred(command));
            return;
        }
        desk.cancel(command.user(), Desk.Answer.of(OutcomeType.CANCELLED, why));
        decide(command);
        desk.joins().advance();
    }

    private void cancelDeferred(UserId user, List<Command> deferred) {
        Desk.Answer answer = Desk.Answer.of(OutcomeType.CANCELLED, "the opposite was asked for again");
        deferred.stream()
                .filter(command -> command.type() != CommandType.FORGET_INVITE)
                .forEach(command -> desk.conclude(user, command.waiter(), answer));
    }

    private RoomRecord.@Nullable Standing standing(Command command) {
        RoomRecord.Standing known =
                draft.room().standing(draft.now(), desk.rules().keeping().residency());
        return switch (command.resident()) {
            case YES -> known == null ? new RoomRecord.Standing(null) : known;
            case NO -> null;
            case UNKNOWN -> known;
        };
    }

    private void resident(Command command, RoomRecord.Standing standing) {
        desk.conclude(
                command.user(),
                command.waiter(),
                Desk.Answer.of(OutcomeType.RESIDENT, "the homeserver is in the room")
                        .with(standing.importId()));
    }

    private void notInvited(Command command) {
        answer(command, OutcomeType.NOT_INVITED, "");
    }

    private void answer(Command command, OutcomeType type, String detail) {
        desk.conclude(command.user(), command.waiter(), Desk.Answer.of(type, detail));
    }

    private Instant deadline(Command command) {
        Instant given = command.notAfter();
        return given != null ? given : draft.now().plus(desk.rules().budgets().accept());
    }
}
