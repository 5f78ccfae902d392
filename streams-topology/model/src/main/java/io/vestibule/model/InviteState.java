package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import org.jspecify.annotations.Nullable;

/**
 * Where one user stands with one room.
 *
 * <pre>
 *            invite                 accept                 taken
 *  NONE ───────────────► INVITED ───────────► JOINING ───────────► JOINED
 *   ▲ forgotten          ▲  │  ▲ ◄──────────────┘ failed              │
 *   │          invite    │  │  └──────────────────────────────────────┘ invite (a new event ID)
 *   └── LEFT, RETRACTED, │  │ reject
 *       BANNED, KNOCKED ─┘  ▼                 confirmed, or true here first
 *            ▲            REJECTING ──────────────────────────────► LEFT
 *            └── retraction, ban, the homeserver's word
 * </pre>
 *
 * <p>Each state holds its own data and offers only its legal moves; whoever is in the wrong state for a move finds that
 * the method is not there. An invite with a new event ID leads from every state to INVITED (only a running
 * join goes on), because the homeserver may have left without us. Immutable.
 */
public sealed interface InviteState {

    /** Nothing is known. */
    record None() implements InviteState {}

    /**
     * The user knocked; an invite would accept it.
     *
     * @param knock the knock's event ID
     */
    record Knocked(EventId knock) implements InviteState {
        Rejecting rescind(Operation operation) {
            return new Rejecting(null, knock, operation, null);
        }
    }

    /**
     * The invite awaits an answer.
     *
     * @param invite the newest invite
     * @param suspected a leave or ban by somebody who is not the inviter was claimed
     * @param lastWish what the last accept that failed asked for, null when none failed
     */
    record Invited(
            Invitation invite, boolean suspected, @Nullable Wish lastWish) implements InviteState {
        Invited suspect() {
            return new Invited(invite, true, lastWish);
        }

        Joining accept(Operation operation) {
            return new Joining(invite, suspected, operation, null);
        }

        Rejecting reject(Operation operation) {
            return new Rejecting(invite, null, operation, null);
        }

        InviteState retracted(Retraction retraction) {
            return retraction.end(invite);
        }
    }

    /**
     * A join is on its way.
     *
     * @param invite the newest invite
     * @param suspected see {@link Invited}
     * @param operation the accept
     * @param retraction a retraction that came after the point of no return, null when none did
     */
    record Joining(
            Invitation invite,
            boolean suspected,
            Operation operation,
            @Nullable Retraction retraction) implements InviteState {
        Joining with(Operation next) {
            return new Joining(invite, suspected, next, retraction);
        }

        /** A newer invite is recorded and the join goes on. */
        Joining reinvited(Invitation newer) {
            return new Joining(newer, false, operation.newerInviteCame(), null);
        }

        Joining suspect() {
            return new Joining(invite, true, operation, retraction);
        }

        /** The handshake decides; the retraction holds if it fails. */
        Joining retractedMeanwhile(Retraction late) {
            return new Joining(invite, suspected, operation, late);
        }

        InviteState failed() {
            return retraction == null
                    ? new Invited(invite, suspected, operation.terms().wish())
                    : retraction.end(invite);
        }
    }

    /**
     * The user is in the room.
     *
     * @param invite the newest invite, null when there never was one
     * @param join the join event
     * @param importId the room's state, null when it did not come through Vestibule
     */
    record Joined(
            @Nullable Invitation invite,
            MemberEvent join,
            @Nullable ImportId importId) implements InviteState {}

    /**
     * A leave is on its way.
     *
     * @param invite the rejected invite, null for a knock that is rescinded
     * @param knock the rescinded knock, null for an invite
     * @param operation the reject
     * @param signed the out-of-band leave, null until it is signed
     */
    record Rejecting(
            @Nullable Invitation invite,
            @Nullable EventId knock,
            Operation operation,
            @Nullable MemberEvent signed) implements InviteState {
        Rejecting with(Operation next) {
            return new Rejecting(invite, knock, next, signed);
        }

        Rejecting signed(MemberEvent leave) {
            return new Rejecting(invite, knock, operation, leave);
        }

        InviteState cancelled() {
            if (invite != null) {
                return new Invited(invite, false, null);
            }
            return knock != null ? new Knocked(knock) : new None();
        }
    }

    /**
     * The user is out by their own will, or as the homeserver says.
     *
     * @param invite the last invite, null when there never was one
     * @param leave the leave event, null while it is not signed yet
     * @param reason the reason, null for none
     * @param outOfBand the leave was signed here and no server confirmed it
     * @param remote what goes on in the background, null when nothing does
     */
    record Left(
            @Nullable Invitation invite,
            @Nullable MemberEvent leave,
            @Nullable String reason,
            boolean outOfBand,
            @Nullable RemoteLeave remote)
            implements InviteState {
        Left signed(MemberEvent event) {
            return new Left(invite, event, reason, outOfBand, remote);
        }

        Left with(@Nullable RemoteLeave next) {
            return new Left(invite, leave, reason, outOfBand, next);
        }

        /** The room knows; what sync shows stays the leave that it has shown already. */
        Left confirmed(MemberEvent byServer) {
            return new Left(invite, leave == null ? byServer : leave, reason, false, null);
        }
    }

    /**
     * The inviter withdrew the invite.
     *
     * @param invite the invite
     * @param event the leave that withdrew it
     * @param reason its reason, null for none
     */
    record Retracted(
            Invitation invite, MemberEvent event, @Nullable String reason) implements InviteState {}

    /**
     * The user is banned.
     *
     * @param invite the last invite, null when there never was one
     * @param event the ban
     * @param reason its reason, null for none
     */
    record Banned(
            @Nullable Invitation invite,
            MemberEvent event,
            @Nullable String reason) implements InviteState {}

    /**
     * A verified leave or ban by the inviter.
     *
     * @param membership leave or ban
     * @param event the event
     * @param reason its reason, null for none
     */
    record Retraction(
            Membership membership,
            MemberEvent event,
            @Nullable String reason) {
        InviteState end(Invitation invite) {
            return membership == Membership.BAN
                    ? new Banned(invite, event, reason)
                    : new Retracted(invite, event, reason);
        }
    }

    /** @return the newest invite, null when there never was one */
    default @Nullable Invitation newestInvite() {
        return switch (this) {
            case None none -> null;
            case Knocked knocked -> null;
            case Invited invited -> invited.invite();
            case Joining joining -> joining.invite();
            case Joined joined -> joined.invite();
            case Rejecting rejecting -> rejecting.invite();
            case Left left -> left.invite();
            case Retracted retracted -> retracted.invite();
            case Banned banned -> banned.invite();
        };
    }

    /** @return the membership event that is in force here, null when there is none or it is not signed yet */
    default @Nullable MemberEvent membershipEvent() {
        return switch (this) {
            case None none -> null;
            case Knocked knocked -> MemberEvent.known(knocked.knock());
            case Invited invited -> invited.invite().asMemberEvent();
            case Joining joining -> joining.invite().asMemberEvent();
            case Joined joined -> joined.join();
            case Rejecting rejecting ->
                rejecting.invite() == null ? null : rejecting.invite().asMemberEvent();
            case Left left -> left.leave();
            case Retracted retracted -> retracted.event();
            case Banned banned -> banned.event();
        };
    }

    /** @return the operation in flight, null when there is none */
    default @Nullable Operation inFlight() {
        return switch (this) {
            case Joining joining -> joining.operation();
            case Rejecting rejecting -> rejecting.operation();
            case None none -> null;
            case Knocked knocked -> null;
            case Invited invited -> null;
            case Joined joined -> null;
            case Left left -> null;
            case Retracted retracted -> null;
            case Banned banned -> null;
        };
    }

    /** @return whether nothing more is expected, so that the record may be forgotten after a while */
    default boolean settled() {
        return switch (this) {
            case Joined joined -> true;
            case Left left -> left.remote() == null;
            case Retracted retracted -> true;
            case Banned banned -> true;
            case None none -> false;
            case Knocked knocked -> false;
            case Invited invited -> false;
            case Joining joining -> false;
            case Rejecting rejecting -> false;
        };
    }
}
