package io.vestibule.model;

import io.vestibule.matrix.id.AppserviceId;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomAlias;
import io.vestibule.matrix.id.RoomVersionId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was decided. Facts alone change state; the ledger is a list of them. */
public sealed interface Fact {

    /** @return whether it is about a user of another server whom we invite, and so no part of anybody's own invites */
    default boolean isOutbound() {
        return this instanceof Outbound
                || (this instanceof WorkOrdered ordered
                        && ordered.order().work().isOutbound())
                || (this instanceof CommandConcluded concluded
                        && concluded.outcome().waiter().type().isOutbound());
    }

    /**
     * The invite is part of the history and of the room's routes from here on.
     *
     * @param invitation the invite
     * @param appservices the application services that hear of it and of what becomes of it
     */
    record InviteRecorded(Invitation invitation, List<AppserviceId> appservices) implements Fact {
        public InviteRecorded {
            appservices = List.copyOf(appservices);
        }
    }

    /** The invite was not taken: the same event ID with other content. */
    record InviteRefused(EventId eventId, String referenceHash, String reason) implements Fact {}

    /** The inviter took the invite back, or banned the user. */
    record InviteRetracted(InviteState.Retraction retraction, UserId sender) implements Fact {}

    /** Somebody else than the inviter is said to have ended it. */
    record RetractionSuspected(UserId sender, Membership membership) implements Fact {}

    /** A settled record was dropped after its retention. */
    record InviteForgotten() implements Fact {}

    /**
     * Everything kept of the user in this room was dropped because somebody asked for it: the record in whatever state, the
     * outcomes of his commands, his name in the room's record. Says nothing of what it was.
     *
     * @param invite whether there was a record
     * @param outcomes of how many commands the outcome was dropped
     */
    record UserForgotten(boolean invite, int outcomes) implements Fact {}

    /**
     * What is older leads into the room no more: servers, and a join that had made the homeserver resident.
     *
     * @param before from when on things are kept
     */
    record RoutesForgotten(Instant before) implements Fact {}

    /** Accept or reject. */
    enum OperationKind {
        ACCEPT,
        REJECT
    }

    /** A command started a handshake. */
    record OperationStarted(OperationKind kind, Waiter command, Operation.Terms terms) implements Fact {}

    /** The operation in flight serves this command too. */
    record CommandAttached(Waiter command) implements Fact {}

    /** The opposite of what was sent already waits for the answer. */
    record CommandDeferred(Command command) implements Fact {}

    /** Another local user is joining: wait for a turn, and look again at the latest then. */
    record JoinQueued(Instant until) implements Fact {}

    /** The operation is over; the invite or the knock stands, unless it was retracted meanwhile. */
    record OperationEnded(OutcomeType outcome) implements Fact {}

    /** A command has its outcome. */
    record CommandConcluded(Outcome outcome) implements Fact {}

    /**
     * Work was ordered.
     *
     * @param order the order
     * @param watchdog when it counts as lost
     * @param candidates the servers of this walk from here on; for a Submit those of the Prepare before
     * @param again the walk starts once more for a newer invite
     */
    record WorkOrdered(WorkOrder order, Instant watchdog, List<Candidate> candidates, boolean again) implements Fact {
        public WorkOrdered {
            candidates = List.copyOf(candidates);
        }
    }

    /** The open order was answered. */
    record WorkAnswered(
            OrderId order, WorkResultType type, @Nullable ServerName server, List<Attempt> attempts, String detail)
            implements Fact {
        public WorkAnswered {
            attempts = List.copyOf(attempts);
        }
    }

    /** Nobody answered the open order in time. */
    record WorkUnanswered(OrderId order) implements Fact {}

    /** The out-of-band leave could not be signed; the next order for it is due then. */
    record LeaveSigningResting(Instant until) implements Fact {}

    /** The out-of-band leave is signed. */
    record LeaveSigned(MemberEvent event) implements Fact {}

    /** A resident server took the join. */
    record JoinedRoom(
            MemberEvent event,
            @Nullable ImportId importId,
            @Nullable ServerName answeredBy) implements Fact {}

    /**
     * The reject is over: the user is out.
     *
     * @param event the leave, null while it is not signed yet
     * @param outOfBand no server confirmed it
     * @param reason the reason, null for none
     * @param confirmedBy the server that confirmed it, null when none did
     * @param remote what goes on in the background, null for nothing
     */
    record LeftRoom(
            @Nullable MemberEvent event,
            boolean outOfBand,
            @Nullable String reason,
            @Nullable ServerName confirmedBy,
            RemoteLeave.@Nullable Plan remote)
            implements Fact {}

    /** A command had the background leave tried at once. */
    record RemoteLeaveRetried(Waiter command, RemoteLeave.Plan plan, Instant answerBy) implements Fact {}

    /** A round of the background leave failed; the next starts then. */
    record RemoteLeaveResting(Instant until, int round, RemoteLeave.Plan plan) implements Fact {}

    /** A server confirmed the leave that was true here already. */
    record RemoteLeaveConfirmed(MemberEvent event, @Nullable ServerName server) implements Fact {}

    /** The background leave ended without confirmation. */
    record RemoteLeaveEnded(RemoteLeave.End reason) implements Fact {}

    /** A claim came before its invite. */
    record ClaimRemembered(Claim claim) implements Fact {}

    /** A claim was refuted, used or forgotten. */
    record ClaimDropped(String pduJson, String reason) implements Fact {}

    /** The homeserver's word on a membership came before the invite that it may follow. */
    record MembershipRemembered(EarlyMembership early) implements Fact {}

    /** Such a word was used or forgotten. */
    record MembershipDropped(EventId eventId) implements Fact {}

    /** The homeserver's word on a membership. */
    record MembershipSeen(Membership membership, EventId eventId) implements Fact {}

    /** The homeserver's word on the room. */
    record RoomFactsSeen(
            Residency resident,
            @Nullable RoomVersionId version,
            boolean blocked,
            @Nullable Instant changedAt,
            @Nullable ServerAcl acl,
            List<RoomAlias> aliases)
            implements Fact {
        public RoomFactsSeen {
            aliases = List.copyOf(aliases);
        }
    }

    /** The room's ACL denies these servers: the walk in flight leaves them out. */
    record ServersDenied(List<Candidate> servers) implements Fact {
        public ServersDenied {
            servers = List.copyOf(servers);
        }
    }

    /** Nothing new: what stands is said again before the events from which it follows are cut. */
    sealed interface Restated extends Fact {

        /** All that is kept of the room as a whole. */
        record Room(RoomRecord room) implements Restated {}

        /** All that is kept of the user. */
        record Invite(InviteRecord invite) implements Restated {}

        /** An invite that was recorded then. */
        record Hash(EventId eventId, String referenceHash, Instant seenAt) implements Restated {}

        /** A command that has its outcome. */
        record Concluded(Outcome outcome) implements Restated {}
    }

    /** What was decided about an invite or a retraction of ours. The user of these facts lives elsewhere. */
    sealed interface Outbound extends Fact {

        /** A command's turn has come. */
        record Started(OutboundCommand command) implements Outbound {}

        /** The same event is on its way already: the command hears the same outcome. */
        record Attached(Waiter command) implements Outbound {}

        /** A command waits for its turn. */
        record Queued(OutboundCommand command) implements Outbound {}

        /**
         * The open order was answered.
         *
         * @param order the order
         * @param type what came of it
         * @param attempts the calls behind it
         * @param detail words for people
         * @param prepared what is ready to go out, null where nothing was prepared
         * @param endpoint the version that had no answer
         * @param retryAfter how long the server wants to be left alone
         */
        record Answered(
                OrderId order,
                WorkResultType type,
                List<Attempt> attempts,
                String detail,
                OutboundOperation.@Nullable Prepared prepared,
                Invitation.Endpoint endpoint,
                Duration retryAfter)
                implements Outbound {}

        /** A try failed; the next one begins then. */
        record Resting(Instant until, int round) implements Outbound {}

        /** Nothing more is sent for these commands. */
        record Ended(OutcomeType outcome) implements Outbound {}

        /** All that is kept of the user, said again before the events from which it follows are cut. */
        record Restated(OutboundRecord outbound) implements Outbound {}
    }
}
