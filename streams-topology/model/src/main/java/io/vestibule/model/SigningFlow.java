package io.vestibule.model;

import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Has the out-of-band leave of a reject signed. Nobody waits for it, because the outcome does not; so it is ordered again
 * when it fails or is never answered, each time after as long as it has been missing already, until it is given up.
 */
final class SigningFlow {

    private final Desk desk;
    private final Draft draft;

    SigningFlow(Desk desk) {
        this.desk = desk;
        this.draft = desk.draft();
    }

    /** Orders the signature, if one is still wanted. */
    void order(UserId user) {
        Invitation invite = unsigned(user);
        if (invite != null) {
            boolean interactive = draft.state(user) instanceof InviteState.Rejecting;
            Instant lost =
                    draft.now().plus(patience(user, desk.rules().budgets().verify()));
            Orders.Subject subject = new Orders.Subject(user, invite.version(), invite.eventId(), interactive, lost);
            desk.orders().signLeave(subject, invite.event().json(), reason(draft.state(user)));
        }
    }

    /** The worker could not sign. */
    void failed(UserId user) {
        rest(user, draft.now().plus(patience(user, desk.rules().background().first())));
    }

    private void rest(UserId user, Instant until) {
        if (unsigned(user) != null && !isGivenUp(user)) {
            draft.record(user, new Fact.LeaveSigningResting(until));
        }
    }

    /** The open order is lost, or the rest is over. */
    void due(UserId user, Signing signing) {
        if (signing.order() == null) {
            order(user);
        } else {
            draft.record(user, new Fact.WorkUnanswered(signing.order()));
            rest(user, draft.now()); // the next order waits until there is room for it
        }
    }

    /** The rejected invite whose leave lacks a signature, null when none does. */
    private @Nullable Invitation unsigned(UserId user) {
        InviteState state = draft.state(user);
        boolean wanted = (state instanceof InviteState.Rejecting rejecting && rejecting.signed() == null)
                || (state instanceof InviteState.Left left && left.outOfBand() && left.leave() == null);
        return wanted ? state.newestInvite() : null;
    }

    private static @Nullable String reason(InviteState state) {
        return switch (state) {
            case InviteState.Rejecting rejecting ->
                rejecting.operation().terms().wish().reason();
            case InviteState.Left left -> left.reason();
            case InviteState.None none -> null;
            case InviteState.Knocked knocked -> null;
            case InviteState.Invited invited -> null;
            case InviteState.Joining joining -> null;
            case InviteState.Joined joined -> null;
            case InviteState.Retracted retracted -> null;
            case InviteState.Banned banned -> null;
        };
    }

    private boolean isGivenUp(UserId user) {
        Instant since = draft.invite(user).changedAt();
        return !draft.now().isBefore(since.plus(desk.rules().background().giveUp()));
    }

    private Duration patience(UserId user, Duration least) {
        Duration missing = Duration.between(draft.invite(user).changedAt(), draft.now());
        Duration most = desk.rules().background().longest();
        Duration longer = missing.compareTo(least) > 0 ? missing : least;
        return Digest.jitter(
                longer.compareTo(most) > 0 ? most : longer, draft.roomId().value(), user.value(), missing.toString());
    }
}
