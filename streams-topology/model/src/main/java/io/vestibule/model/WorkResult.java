package io.vestibule.model;

import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The worker's answer to a work order. Immutable.
 *
 * @param order the order answered
 * @param type what came of it
 * @param room the room
 * @param user the local user
 * @param attempts every server asked, in order
 * @param server the server that decided it, null when none did
 * @param event the event signed, prepared, taken or verified; null when there is none
 * @param claim what a verified claim says, null for other orders
 * @param importId the joined room's state, null when there is none
 * @param detail words for people, may be empty
 * @param outbound what else is told of an invite or a retraction of ours
 */
public record WorkResult(
        OrderId order,
        WorkResultType type,
        RoomId room,
        UserId user,
        List<Attempt> attempts,
        @Nullable ServerName server,
        @Nullable MemberEvent event,
        @Nullable Verified claim,
        @Nullable ImportId importId,
        String detail,
        Outbound outbound) {

    /**
     * What else is told of an invite or a retraction of ours.
     *
     * @param via the servers that a prepared invite names
     * @param endpoint the version that had no answer
     * @param retryAfter how long the server wants to be left alone
     */
    public record Outbound(List<ServerName> via, Invitation.Endpoint endpoint, Duration retryAfter) {

        /** Nothing. */
        public static final Outbound NONE = new Outbound(List.of(), Invitation.Endpoint.UNKNOWN, Duration.ZERO);

        public Outbound {
            via = List.copyOf(via);
        }
    }

    /** A result about a local user. */
    public WorkResult(
            OrderId order,
            WorkResultType type,
            RoomId room,
            UserId user,
            List<Attempt> attempts,
            @Nullable ServerName server,
            @Nullable MemberEvent event,
            @Nullable Verified claim,
            @Nullable ImportId importId,
            String detail) {
        this(order, type, room, user, attempts, server, event, claim, importId, detail, Outbound.NONE);
    }

    /**
     * What a verified claim says.
     *
     * @param membership leave or ban
     * @param authEvents the IDs of its auth events
     * @param reason its reason, null for none
     */
    public record Verified(
            Membership membership,
            List<EventId> authEvents,
            @Nullable String reason) {
        public Verified {
            authEvents = List.copyOf(authEvents);
        }
    }

    public WorkResult {
        attempts = List.copyOf(attempts);
    }
}
