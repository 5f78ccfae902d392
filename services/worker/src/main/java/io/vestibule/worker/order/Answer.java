package io.vestibule.worker.order;

import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.schemas.InviteEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What came of an order. */
public sealed interface Answer {

    /** The out-of-band leave, signed. */
    record LeaveSigned(Pdu leave) implements Answer {}

    /** The signed event and the server whose template it is made from. */
    record Prepared(Pdu event, ServerName server) implements Answer {}

    /** The server took the event; for a join, under which ID its state stands in {@code rooms.imported}. */
    record Submitted(EventId event, ServerName server, Optional<String> importId) implements Answer {}

    /** The server answered 403 {@code M_FORBIDDEN}. */
    record Forbidden(ServerName server) implements Answer {}

    /** Every server failed, or the one server did, without taking the event. */
    record Exhausted(String why) implements Answer {}

    /** The room has moved on: the leave would not be about the rejected invite. */
    record Superseded(ServerName server) implements Answer {}

    /** The event may have been taken, and nobody can tell. */
    record Ambiguous(ServerName server, String why) implements Answer {}

    /** It was too late before anything was sent. */
    record Expired() implements Answer {}

    /** The claim is true. */
    record PduVerified(Pdu event) implements Answer {}

    /** The claim is not true, or cannot be shown to be. */
    record PduRejected(String why) implements Answer {}

    /** An event of ours is ready to be sent, an invite with this {@code via}. */
    record EventPrepared(Pdu event, List<ServerName> via) implements Answer {
        public EventPrepared {
            via = List.copyOf(via);
        }
    }

    /** What was given cannot be sent. */
    record EventRefused(String why) implements Answer {}

    /** The room's policy server has to see the invite first. */
    record PolicyServerFirst(String why) implements Answer {}

    /** The invite, signed by the invited server too. */
    record Invited(Pdu event, ServerName server) implements Answer {}

    /** The invite may have arrived by this version of the endpoint. */
    record InviteUnanswered(ServerName server, InviteEndpoint endpoint, String why) implements Answer {}

    /** The server took the transaction; what it says about the event, if anything. */
    record Delivered(ServerName server, String complaint) implements Answer {}

    /** The server wants to be left alone for a while. */
    record RateLimited(ServerName server, String why, Duration retryAfter) implements Answer {}

    /** The server's definite no, or an answer that is as good as one. */
    record Declined(ServerName server, Kind kind, String why) implements Answer {

        /** What kind of no. */
        public enum Kind {
            FORBIDDEN,
            INVITE_BLOCKED,
            INCOMPATIBLE_VERSION,
            REFUSED,
            BAD_ANSWER
        }
    }

    /** Not carried out, for a reason of ours. */
    record Failed(String why) implements Answer {}

    /**
     * An answer with every call that led to it.
     *
     * @param answer the answer
     * @param tried the calls, in order
     */
    record Reported(Answer answer, List<Tried> tried) {
        public Reported {
            tried = List.copyOf(tried);
        }

        /** @return an answer that needed no call */
        public static Reported without(Answer answer) {
            return new Reported(answer, List.of());
        }
    }
}
