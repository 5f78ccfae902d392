package io.vestibule.worker.order;

import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.room.RoomVersionRules;
import io.vestibule.schemas.InviteEndpoint;
import java.util.List;
import java.util.Optional;

/** A work order of the topology, its identifiers checked. Times are milliseconds since the epoch. */
public sealed interface Order {

    /** @return what every order says */
    Head head();

    /**
     * What every order says.
     *
     * @param orderId the order's ID, repeated in its answer
     * @param room the room
     * @param user our user, or the user of another server to whom something is sent
     * @param rules the room's version
     * @param issuedAt when the order was given
     * @param notAfter nothing is sent from then on
     * @param interactive whether somebody waits
     */
    record Head(
            String orderId,
            RoomId room,
            UserId user,
            RoomVersionRules rules,
            long issuedAt,
            long notAfter,
            boolean interactive) {}

    /** Which way a handshake goes. */
    enum Direction {
        JOIN("join"),
        LEAVE("leave");

        private final String membership;

        Direction(String membership) {
            this.membership = membership;
        }

        /** @return the membership of the event that the handshake makes */
        public String membership() {
            return membership;
        }
    }

    /**
     * Sign the leave of a rejected invite, for our own side only.
     *
     * @param invite the rejected invite
     * @param reason the user's reason, if one was given
     */
    record SignLeave(Head head, Pdu invite, Optional<String> reason) implements Order {}

    /**
     * One server to ask.
     *
     * @param server its name
     * @param origin where the topology has it from, repeated in the attempt
     */
    record Candidate(ServerName server, CandidateOrigin origin) {}

    /**
     * Find a server that gives a template, and sign what it gives.
     *
     * @param direction join or leave
     * @param candidates the servers in order
     * @param content what goes into the event's content beside the membership
     * @param freshness how young invites and old templates are told
     */
    record Prepare(Head head, Direction direction, List<Candidate> candidates, JsonObject content, Freshness freshness)
            implements Order {
        public Prepare {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * How young invites and old templates are told.
     *
     * @param freshUntil until then a 403 is asked again at the same server before it counts
     * @param mustCite the invite that a leave must have among its auth events
     */
    record Freshness(long freshUntil, Optional<EventId> mustCite) {}

    /**
     * Send a prepared event.
     *
     * @param direction join or leave
     * @param server the server that gave the template
     * @param event the signed event
     * @param join what is wanted of the answer to a join
     */
    record Submit(Head head, Direction direction, ServerName server, Pdu event, JoinWish join) implements Order {}

    /**
     * What is wanted of the answer to a join.
     *
     * @param omitMembers whether it may leave most membership events out
     * @param commandId the command that this serves
     */
    record JoinWish(boolean omitMembers, String commandId) {}

    /**
     * Verify a leave or ban that somebody claims to have seen.
     *
     * @param pdu the claimed event, unread
     * @param expectedSender the only sender whose word counts
     */
    record Verify(Head head, byte[] pdu, UserId expectedSender) implements Order {}

    /**
     * Make an event of ours ready for a user of another server.
     *
     * @param retraction whether it is a leave or ban, and not an invite
     * @param event the event as given, unread
     * @param state what an invite shows of the room
     * @param via through which servers the room can be reached
     */
    record PrepareEvent(Head head, boolean retraction, byte[] event, GivenState state, Via via) implements Order {}

    /**
     * What an invite shows of the room, unread.
     *
     * @param entries the state
     * @param createJson the create event, empty if it is among the entries
     * @param policyServer whether the room has a policy server
     */
    record GivenState(List<String> entries, String createJson, boolean policyServer) {
        public GivenState {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Servers for {@code via}.
     *
     * @param servers the best first
     * @param narrow whether they are a choice to be narrowed down
     */
    record Via(List<ServerName> servers, boolean narrow) {
        public Via {
            servers = List.copyOf(servers);
        }
    }

    /**
     * Send a prepared invite to the user's server, once.
     *
     * @param event the signed invite
     * @param state what it shows of the room
     * @param via through which servers the room can be reached
     * @param endpoint the version to call where an earlier try had no answer, {@code UNKNOWN} for the newest
     */
    record SendInvite(Head head, Pdu event, ShownState state, List<ServerName> via, InviteEndpoint endpoint)
            implements Order {
        public SendInvite {
            via = List.copyOf(via);
        }
    }

    /**
     * Send a prepared event to the user's server in a transaction of its own, once.
     *
     * @param event the signed event
     */
    record SendPdu(Head head, Pdu event) implements Order {}
}
