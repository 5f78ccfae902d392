package io.vestibule.model;

import io.vestibule.matrix.id.UserId;
import java.time.Instant;
import java.util.Objects;

/** What the homeserver tells of memberships and rooms. It may lag: what does not follow what is known moves nothing. */
final class FeedIntake {

    private final Desk desk;
    private final Draft draft;

    FeedIntake(Desk desk) {
        this.desk = desk;
        this.draft = desk.draft();
    }

    void membership(Input.MembershipChanged seen) {
        take(seen);
        rememberIfEarly(seen);
    }

    /** What follows nothing that is known may follow an invite that has not come here yet: topics overtake each other. */
    private void rememberIfEarly(Input.MembershipChanged seen) {
        InviteRecord invite = draft.invite(seen.user());
        boolean ends = seen.membership() == Membership.JOIN
                || seen.membership() == Membership.LEAVE
                || seen.membership() == Membership.BAN;
        boolean known = invite.lineage().contains(seen.eventId()) || invite.followedBy(seen.cites());
        if (ends && !known && !seen.cites().isEmpty()) {
            Instant until = draft.now().plus(desk.rules().keeping().claims());
            draft.record(
                    seen.user(),
                    new Fact.MembershipRemembered(
                            new EarlyMembership(seen.membership(), seen.eventId(), seen.cites(), until)));
        }
    }

    /** An invite came: what followed it before it was here is heard now. */
    void hearRemembered(UserId user) {
        for (EarlyMembership word : draft.invite(user).early()) {
            if (draft.invite(user).followedBy(word.cites())) {
                draft.record(user, new Fact.MembershipDropped(word.eventId()));
                take(new Input.MembershipChanged(
                        draft.roomId(), user, word.membership(), word.eventId(), word.cites()));
            }
        }
    }

    private void take(Input.MembershipChanged seen) {
        UserId user = seen.user();
        InviteRecord invite = draft.invite(user);
        if (invite.lineage().contains(seen.eventId()) || seen.membership() == Membership.UNKNOWN) {
            return;
        }
        boolean follows = invite.followedBy(seen.cites());
        switch (invite.state()) {
            case InviteState.None none -> {
                if (seen.membership() == Membership.KNOCK) {
                    move(user, seen);
                }
            }
            case InviteState.Left left -> left(user, left, seen, follows);
            case InviteState.Joining joining -> {
                if (follows && !joining.operation().walk().stage().pastReturn()) {
                    endJoin(user, seen);
                }
            }
            case InviteState.Rejecting rejecting -> {
                if (follows) {
                    endReject(user, seen);
                }
            }
            case InviteState.Knocked knocked -> moveIf(follows, user, seen);
            case InviteState.Invited invited -> moveIf(follows, user, seen);
            case InviteState.Joined joined -> moveIf(follows, user, seen);
            case InviteState.Retracted gone -> moveIf(follows, user, seen);
            case InviteState.Banned banned -> moveIf(follows, user, seen);
        }
    }

    private void moveIf(boolean follows, UserId user, Input.MembershipChanged seen) {
        if (follows && seen.membership() != Membership.INVITE) {
            move(user, seen);
        }
    }

    private void move(UserId user, Input.MembershipChanged seen) {
        draft.record(user, new Fact.MembershipSeen(seen.membership(), seen.eventId()));
    }

    /** Any change ends the background leave, because it must never throw out somebody who is back. */
    private void left(UserId user, InviteState.Left left, Input.MembershipChanged seen, boolean follows) {
        if (seen.membership() == Membership.LEAVE && left.outOfBand() && follows) {
            desk.remoteLeaves().confirm(user, MemberEvent.known(seen.eventId()), null);
            return;
        }
        if (left.remote() != null) {
            desk.remoteLeaves().finish(user, RemoteLeave.End.MEMBERSHIP_CHANGED);
        }
        moveIf(follows, user, seen);
    }

    private void endJoin(UserId user, Input.MembershipChanged seen) {
        Desk.Answer answer = switch (seen.membership()) {
            case JOIN -> Desk.Answer.of(OutcomeType.RESIDENT, "the user joined elsewhere");
            case LEAVE, BAN, KNOCK -> Desk.Answer.of(OutcomeType.NOT_INVITED, "the membership changed elsewhere");
            case INVITE, UNKNOWN -> null;
        };
        if (answer != null) {
            desk.end(user, new Fact.MembershipSeen(seen.membership(), seen.eventId()), answer);
        }
    }

    private void endReject(UserId user, Input.MembershipChanged seen) {
        MemberEvent event = MemberEvent.known(seen.eventId());
        Desk.Answer answer = switch (seen.membership()) {
            case LEAVE, BAN ->
                Desk.Answer.of(OutcomeType.LEFT, "the leave was made elsewhere").with(event);
            case JOIN, KNOCK -> Desk.Answer.of(OutcomeType.NOT_INVITED, "the membership changed elsewhere");
            case INVITE, UNKNOWN -> null;
        };
        if (answer != null) {
            desk.end(user, new Fact.MembershipSeen(seen.membership(), seen.eventId()), answer);
        }
    }

    void roomFacts(Input.RoomFactsChanged seen) {
        RoomRecord room = draft.room();
        boolean news = room.resident() != seen.resident()
                || room.blocked() != seen.blocked()
                || !Objects.equals(room.acl(), seen.acl())
                || !room.aliases().equals(seen.aliases())
                || (seen.version() != null && !Objects.equals(room.version(), seen.version()))
                || (seen.resident() == Residency.NO && room.joined() != null);
        if (news) {
            draft.record(
                    null,
                    new Fact.RoomFactsSeen(
                            seen.resident(),
                            seen.version(),
                            seen.blocked(),
                            seen.changedAt(),
                            seen.acl(),
                            seen.aliases()));
            desk.joins().advance();
        }
    }
}
