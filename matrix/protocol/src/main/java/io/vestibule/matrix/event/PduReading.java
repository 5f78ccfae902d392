package io.vestibule.matrix.event;

/** What reading an event has given: the event, or why it is none. */
public sealed interface PduReading permits Pdu, MalformedPdu {

    /**
     * @return the event
     * @throws IllegalArgumentException if it is malformed; for events that our own code has made or checked before
     */
    default Pdu orThrow() {
        return switch (this) {
            case Pdu pdu -> pdu;
            case MalformedPdu malformed -> throw new IllegalArgumentException("malformed event: " + malformed.detail());
        };
    }
}
