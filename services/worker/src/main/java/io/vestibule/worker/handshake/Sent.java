package io.vestibule.worker.handshake;

import io.vestibule.worker.walk.ServerOutcome;
import java.util.Optional;

/** What became of one PUT of a membership event. */
sealed interface Sent {

    /** @return how it is reported */
    ServerOutcome outcome();

    /**
     * The server took the event.
     *
     * @param importId for a join, where the room's state stands
     */
    record Taken(ServerOutcome outcome, Optional<String> importId) implements Sent {}

    /** The server did not take the event, or its word cannot be used. */
    record Declined(ServerOutcome outcome) implements Sent {}

    /** The server may have taken the event; only the same event again can tell. */
    record Unclear(ServerOutcome outcome) implements Sent {}

    /** The server does not know this version of the endpoint. */
    record EndpointUnknown(ServerOutcome outcome) implements Sent {}

    /** @return what it means that there is no answer */
    static Sent silence(ServerOutcome outcome, boolean mayHaveArrived) {
        return mayHaveArrived ? new Unclear(outcome) : new Declined(outcome);
    }

    /** A gateway's word says nothing about the server behind it. */
    static Sent error(ServerOutcome outcome, boolean endpointUnknown) {
        if (endpointUnknown) {
            return new EndpointUnknown(outcome);
        }
        boolean byGateway = outcome.status() == 502 || outcome.status() == 504;
        return byGateway ? new Unclear(outcome) : new Declined(outcome);
    }
}
