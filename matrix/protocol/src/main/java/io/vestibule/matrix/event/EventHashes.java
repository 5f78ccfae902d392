package io.vestibule.matrix.event;

import io.vestibule.matrix.crypto.UnpaddedBase64;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.json.CanonicalJson;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonSelection;
import io.vestibule.matrix.room.RoomVersionRules;
import java.util.Optional;

/**
 * The two hashes of an event, its ID and its redacted form (server-server API, "Calculating the content hash" and
 * "Calculating the reference hash"). Works on any JSON object; those that are no events give hashes of no meaning.
 * Thread-safe.
 */
public final class EventHashes {

    private static final JsonSelection HASHED = JsonSelection.allBut("unsigned", "signatures", "hashes");

    private EventHashes() {}

    /** @return the SHA-256 hash of all that the sender wrote, 32 bytes */
    public static byte[] contentHash(JsonObject event) {
        return CanonicalJson.sha256(event, HASHED);
    }

    /** @return the SHA-256 hash of what redaction leaves, 32 bytes */
    public static byte[] referenceHash(JsonObject event, RoomVersionRules rules) {
        return CanonicalJson.sha256(event, rules.redaction().signed(type(event)));
    }

    /** @return what an event's signatures cover: the canonical form of what redaction leaves, without signatures */
    public static byte[] signedBytes(JsonObject event, RoomVersionRules rules) {
        return CanonicalJson.of(event, rules.redaction().signed(type(event)));
    }

    /** @return the canonical form of what redaction leaves */
    public static byte[] redacted(JsonObject event, RoomVersionRules rules) {
        return CanonicalJson.of(event, rules.redaction().kept(type(event)));
    }

    /** @return the event's ID, or empty if the room version wants it in the event and it is not there */
    public static Optional<EventId> eventId(JsonObject event, RoomVersionRules rules) {
        return switch (rules.format().eventId()) {
            case GIVEN -> event.string("event_id").flatMap(EventId::parse);
            case HASH, URL_SAFE_HASH -> Optional.of(hashedId(referenceHash(event, rules), rules));
        };
    }

    /** The ID that a reference hash makes, in a room version whose IDs are made so. */
    static EventId hashedId(byte[] referenceHash, RoomVersionRules rules) {
        return switch (rules.format().eventId()) {
            case HASH -> EventId.of("$" + UnpaddedBase64.encode(referenceHash));
            case URL_SAFE_HASH -> EventId.of("$" + UnpaddedBase64.encodeUrlSafe(referenceHash));
            case GIVEN -> throw new IllegalArgumentException("event IDs of " + rules + " are no hashes");
        };
    }

    private static String type(JsonObject event) {
        return event.string("type").orElse("");
    }
}
