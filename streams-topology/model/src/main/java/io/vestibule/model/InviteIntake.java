package io.vestibule.model;

import io.vestibule.matrix.id.UserId;
import org.jspecify.annotations.Nullable;

/** Invites that ingress took. */
final class InviteIntake {

    private final Desk desk;
    private final Draft draft;

    InviteIntake(Desk desk) {
        this.desk = desk;
        this.draft = desk.draft();
    }

    void received(Input.InviteReceived input) {
        Invitation invite = input.invitation();
        @Nullable String known = draft.hashOf(input.user(), invite.eventId());
        String hash = invite.event().referenceHash();
        if (known != null) {
            if (!known.equals(hash)) {
                draft.record(
                        input.user(),
                        new Fact.InviteRefused(invite.eventId(), hash, "the event ID was used with other content"));
            }
            return;
        }
        record(input.user(), new Fact.InviteRecorded(invite, input.appservices()));
    }

    private void record(UserId user, Fact.InviteRecorded recorded) {
        Desk.Answer overtaken = Desk.Answer.of(OutcomeType.CANCELLED, "a newer invite came");
        InviteState state = draft.state(user);
        if (state instanceof InviteState.Rejecting rejecting) {
            Operation reject = rejecting.operation();
            draft.record(user, new Fact.OperationEnded(OutcomeType.CANCELLED));
            desk.concludeAll(
                    user, reject.waiters(), overtaken.with(reject.walk().attempts()));
            draft.record(user, recorded);
            reject.deferred().forEach(command -> desk.commands().decide(command));
        } else {
            if (state instanceof InviteState.Left left && left.remote() != null) {
                desk.concludeAll(user, left.remote().waiters(), overtaken);
            }
            draft.record(user, recorded);
        }
        desk.claims().matchRemembered(user);
        desk.feeds().hearRemembered(user);
    }
}
