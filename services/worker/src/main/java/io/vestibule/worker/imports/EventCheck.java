package io.vestibule.worker.imports;

import io.vestibule.matrix.crypto.SignatureVerdict;
import io.vestibule.matrix.event.EventHashes;
import io.vestibule.matrix.event.EventSignatures;
import io.vestibule.matrix.event.MalformedPdu;
import io.vestibule.matrix.event.Pdu;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import io.vestibule.matrix.room.RoomVersionRules;
import java.util.Optional;

/**
 * Decides what becomes of one event of a joined room (server-server API, "Validating hashes and signatures on received
 * events"). A wrong signature drops it; a wrong content hash leaves what redaction leaves; a key that cannot be had leaves
 * it unverified.
 *
 * @param room the room
 * @param rules its version
 * @param signatures checks signatures
 */
record EventCheck(RoomId room, RoomVersionRules rules, EventSignatures signatures) {

    /** What becomes of an event. */
    sealed interface Verdict {}

    /**
     * It goes into the import.
     *
     * @param event as it is to be used
     * @param redacted whether its content hash was wrong
     * @param unverified whether a key for its signature could not be had
     */
    record Kept(Pdu event, boolean redacted, boolean unverified) implements Verdict {}

    /**
     * It does not.
     *
     * @param eventId its ID, as far as it has one
     */
    record Dropped(Optional<EventId> eventId) implements Verdict {}

    Verdict check(byte[] bytes, ImportKeys keys) {
        return switch (Pdu.read(bytes, rules)) {
            case MalformedPdu malformed -> malformed(bytes);
            case Pdu event -> check(event, keys);
        };
    }

    Verdict check(Pdu event, ImportKeys keys) {
        if (!event.roomId().equals(room)) {
            return new Dropped(Optional.of(event.eventId()));
        }
        return switch (signatures.verify(event, keys)) {
            case SignatureVerdict.Valid valid -> kept(event, false);
            case SignatureVerdict.UnknownKeys unknown ->
                keys.isMissing(unknown.server(), unknown.keys())
                        ? kept(event, true)
                        : new Dropped(Optional.of(event.eventId()));
            case SignatureVerdict.Unsigned unsigned -> new Dropped(Optional.of(event.eventId()));
            case SignatureVerdict.Wrong wrong -> new Dropped(Optional.of(event.eventId()));
        };
    }

    private static Verdict kept(Pdu event, boolean unverified) {
        boolean whole = event.contentHashMatches();
        return new Kept(whole ? event : event.redacted(), !whole, unverified);
    }

    /** What becomes of bytes that are no event of this room version. */
    Dropped malformed(byte[] bytes) {
        try {
            return new Dropped(EventHashes.eventId(JsonObject.parse(bytes, JsonRules.LENIENT), rules));
        } catch (InvalidJsonException noEvent) {
            return new Dropped(Optional.empty());
        }
    }
}
