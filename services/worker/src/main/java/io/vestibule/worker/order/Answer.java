package io.vestibule.worker.order;

import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.ServerName;
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
