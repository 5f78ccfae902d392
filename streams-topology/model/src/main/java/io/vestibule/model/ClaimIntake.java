package io.vestibule.model;

import io.vestibule.matrix.id.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Leaves and bans that strangers claim. Matched first, then verified: no key is fetched and nothing is signed for a claim
 * that fits no pending invite.
 */
final class ClaimIntake {

    private static final int MAX_REMEMBERED = 2;
    private static final int MAX_VERIFYING = 3;
    private static final int MAX_REMEMBERED_CHARS = 16 * 1024;

    private final Desk desk;
    private final Draft draft;

    ClaimIntake(Desk desk) {
        this.desk = desk;
        this.draft = desk.draft();
    }

    void seen(Input.PduSeen claim) {
        UserId user = claim.user();
        boolean ends = claim.membership() == Membership.LEAVE || claim.membership() == Membership.BAN;
        if (!ends || claim.sender().equals(user) || known(claim)) {
            return;
        }
        Invitation pending = pending(draft.state(user), claim.membership());
        if (pending != null) {
            match(claim, pending);
        } else if (!(draft.state(user) instanceof InviteState.Joined)
                && !(draft.state(user) instanceof InviteState.Banned)) {
            remember(claim);
        }
    }

    private boolean known(Input.PduSeen claim) {
        return draft.invite(claim.user()).claims().stream()
                .anyMatch(known -> known.pduJson().equals(claim.pduJson()));
    }

    /** The invite that a claim could end, null when there is none. */
    private static @Nullable Invitation pending(InviteState state, Membership membership) {
        return switch (state) {
            case InviteState.Invited invited -> invited.invite();
            case InviteState.Joining joining -> joining.invite();
            case InviteState.Rejecting rejecting -> rejecting.invite();
            case InviteState.Banned banned -> membership == Membership.LEAVE ? banned.invite() : null;
            case InviteState.None none -> null;
            case InviteState.Knocked knocked -> null;
            case InviteState.Joined joined -> null;
            case InviteState.Left left -> null;
            case InviteState.Retracted retracted -> null;
        };
    }

    private void match(Input.PduSeen claim, Invitation pending) {
        UserId user = claim.user();
        if (!pending.sender().equals(claim.sender())) {
            suspect(user, claim.sender(), claim.membership());
            return;
        }
        long verifying = draft.invite(user).claims().stream()
                .filter(other -> other.order() != null)
                .count();
        if (verifying < MAX_VERIFYING) {
            draft.record(user, new Fact.ClaimRemembered(remembered(claim)));
            verify(user, pending, claim.pduJson());
        }
    }

    private void suspect(UserId user, UserId sender, Membership membership) {
        InviteState state = draft.state(user);
        boolean fresh = (state instanceof InviteState.Invited invited && !invited.suspected())
                || (state instanceof InviteState.Joining joining && !joining.suspected());
        if (fresh) {
            draft.record(user, new Fact.RetractionSuspected(sender, membership));
        }
    }

    private void remember(Input.PduSeen claim) {
        boolean roomLeft = draft.invite(claim.user()).claims().size() < MAX_REMEMBERED;
        if (roomLeft && claim.pduJson().length() <= MAX_REMEMBERED_CHARS) {
            draft.record(claim.user(), new Fact.ClaimRemembered(remembered(claim)));
        }
    }

    private Claim remembered(Input.PduSeen claim) {
        Instant until = draft.now().plus(desk.rules().keeping().claims());
        return new Claim(claim.sender(), claim.membership(), claim.pduJson(), null, until);
    }

    /** An invite came: whoever retracted it before is looked at now. */
    void matchRemembered(UserId user) {
        Invitation pending = pending(draft.state(user), Membership.LEAVE);
        for (Claim claim : draft.invite(user).claims()) {
            if (pending != null && claim.order() == null && claim.sender().equals(pending.sender())) {
                verify(user, pending, claim.pduJson());
            }
        }
    }

    private void verify(UserId user, Invitation pending, String pduJson) {
        Instant notAfter = draft.now().plus(desk.rules().budgets().verify());
        Orders.Subject subject = new Orders.Subject(user, pending.version(), pending.eventId(), false, notAfter);
        desk.orders().verify(subject, new WorkOrder.Work.Verify(pduJson, pending.sender()));
    }

    /** The worker has looked at a claim. */
    void verified(UserId user, Claim claim, WorkResult result) {
        draft.record(user, new Fact.ClaimDropped(claim.pduJson(), result.type().name()));
        WorkResult.Verified verified = result.claim();
        MemberEvent event = result.event();
        if (result.type() != WorkResultType.PDU_VERIFIED || verified == null || event == null) {
            if (result.type() != WorkResultType.PDU_REJECTED) {
                suspect(user, claim.sender(), claim.membership());
            }
            return;
        }
        Invitation pending = pending(draft.state(user), verified.membership());
        boolean ends = verified.membership() == Membership.LEAVE || verified.membership() == Membership.BAN;
        boolean cites = draft.invite(user).followedBy(verified.authEvents());
        if (ends && cites && pending != null && pending.sender().equals(claim.sender())) {
            retract(user, new InviteState.Retraction(verified.membership(), event, verified.reason()), claim.sender());
        }
    }

    private void retract(UserId user, InviteState.Retraction retraction, UserId sender) {
        InviteState state = draft.state(user);
        if (state instanceof InviteState.Rejecting) {
            desk.end(
                    user,
                    new Fact.LeftRoom(retraction.event(), false, retraction.reason(), null, null),
                    Desk.Answer.of(OutcomeType.LEFT, "the inviter took the invite back")
                            .with(retraction.event()));
            return;
        }
        draft.record(user, new Fact.InviteRetracted(retraction, sender));
        if (state instanceof InviteState.Joining joining
                && !joining.operation().walk().stage().pastReturn()) {
            desk.joins().end(user, Desk.Answer.of(OutcomeType.RETRACTED));
        }
    }
}
