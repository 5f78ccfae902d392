package io.vestibule.model;

import io.vestibule.matrix.id.UserId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Drops all that is kept of a user in a room, because somebody asked for it. What is pending needs to be asked for. */
final class ForgetFlow {

    private static final String WHY = "the user is being forgotten";

    private final Desk desk;
    private final Draft draft;

    ForgetFlow(Desk desk) {
        this.desk = desk;
        this.draft = desk.draft();
    }

    void decide(Command command) {
        UserId user = command.user();
        if (!draft.outbound(user).isEmpty()) {
            answer(
                    command,
                    OutcomeType.STILL_PENDING,
                    "an invite of ours to the user, or its retraction, is on its way");
            return;
        }
        String pending = pending(draft.invite(user));
        if (pending != null && !command.pendingToo()) {
            answer(command, OutcomeType.STILL_PENDING, pending);
            return;
        }
        Operation operation = draft.state(user).inFlight();
        if (operation != null && operation.walk().stage().pastReturn()) {
            draft.record(
                    user, new Fact.CommandDeferred(command)); // what was sent must find its record when it is answered
            return;
        }
        abandon(user);
        forget(command);
    }

    /** @return what is not settled, in words; null when nothing is missed */
    private static @Nullable String pending(InviteRecord invite) {
        return switch (invite.state()) {
            case InviteState.Knocked knocked -> "the user has knocked, and nobody has answered";
            case InviteState.Invited invited -> "the invite awaits an answer";
            case InviteState.Joining joining -> "a join is on its way";
            case InviteState.Rejecting rejecting -> "a leave is on its way";
            case InviteState.Left left -> pending(left, invite.signing());
            case InviteState.None none -> null;
            case InviteState.Joined joined -> null;
            case InviteState.Retracted gone -> null;
            case InviteState.Banned banned -> null;
        };
    }

    private static @Nullable String pending(InviteState.Left left, @Nullable Signing signing) {
        if (left.remote() != null) {
            return "the room is still to be told of the leave";
        }
        return signing == null ? null : "the leave is still to be signed";
    }

    private void abandon(UserId user) {
        if (draft.state(user).inFlight() != null) {
            desk.cancel(user, Desk.Answer.of(OutcomeType.CANCELLED, WHY));
        }
        if (draft.state(user) instanceof InviteState.Left left && left.remote() != null) {
            desk.remoteLeaves().finish(user, RemoteLeave.End.FORGOTTEN);
        }
    }

    private void forget(Command command) {
        UserId user = command.user();
        boolean known = !draft.invite(user).isEmpty();
        Set<CommandId> commands = draft.commandsOf(user);
        if (!known && commands.isEmpty() && !draft.room().names(user)) {
            answer(command, OutcomeType.FORGOTTEN, "nothing was kept");
            return;
        }
        draft.record(user, new Fact.UserForgotten(known, commands.size()));
        String told = (known ? "1 invite" : "no invite") + ", outcomes of " + commands.size() + " commands";
        answer(command, OutcomeType.FORGOTTEN, told);
        desk.joins().advance();
    }

    private void answer(Command command, OutcomeType type, String detail) {
        desk.conclude(command.user(), command.waiter(), Desk.Answer.of(type, detail));
    }
}
