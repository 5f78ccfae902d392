package io.vestibule.matrix.event;

import io.vestibule.matrix.crypto.UnpaddedBase64;
import io.vestibule.matrix.event.MalformedPdu.Reason;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.CanonicalJson;
import io.vestibule.matrix.json.InvalidJsonException;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.room.RoomVersionRules;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event whose format is right for its room version; nothing is said about its hashes and signatures. Keeps the bytes that
 * it was read from. Immutable and thread-safe.
 */
public final class Pdu implements PduReading {

    /** The most bytes of an event in canonical form, signatures and unsigned data included. */
    public static final int MAX_BYTES = 65_536;

    private final JsonObject json;
    private final RoomVersionRules rules;
    private final EventId eventId;
    private final RoomId roomId;
    private final UserId sender;
    private final String type;
    private final @Nullable String stateKey;
    private final PduReader.Body body;
    private final byte @Nullable [] signed;

    Pdu(
            JsonObject json,
            RoomVersionRules rules,
            PduReader.Identity identity,
            PduReader.Body body,
            byte @Nullable [] signed) {
        this.json = json;
        this.rules = rules;
        this.eventId = identity.eventId();
        this.roomId = identity.roomId();
        this.sender = identity.sender();
        this.type = identity.type();
        this.stateKey = identity.stateKey();
        this.body = body;
        this.signed = signed;
    }

    /**
     * Reads an event of a room of this version.
     *
     * @param bytes kept, not copied: the caller must not write to them afterwards
     */
    public static PduReading read(byte[] bytes, RoomVersionRules rules) {
        try {
            return read(JsonObject.parse(bytes, rules.format().json()), rules);
        } catch (InvalidJsonException e) {
            MalformedPdu.Reason reason =
                    e.isWellFormed() ? MalformedPdu.Reason.NOT_CANONICAL : MalformedPdu.Reason.NOT_JSON;
            return new MalformedPdu(reason, e.detail());
        }
    }

    /** Reads an event that is part of a document which is parsed already, by whichever rules. */
    public static PduReading read(JsonObject event, RoomVersionRules rules) {
        return PduReader.read(event, rules);
    }

    /** @return a copy of the original bytes */
    public byte[] bytes() {
        return json.bytes();
    }

    /** @return the canonical form, signatures and unsigned data included */
    public byte[] canonical() {
        return json.canonical();
    }

    /** @return the event as JSON */
    public JsonObject json() {
        return json;
    }

    /** @return the rules of the room version that it was read by */
    public RoomVersionRules rules() {
        return rules;
    }

    /** @return the ID, as carried or as computed from the reference hash */
    public EventId eventId() {
        return eventId;
    }

    /** @return the room, as carried or, for a create event whose hash names the room, as computed */
    public RoomId roomId() {
        return roomId;
    }

    /** @return the user who made the event */
    public UserId sender() {
        return sender;
    }

    /** @return the type */
    public String type() {
        return type;
    }

    /** @return the state key, empty if this is no state event */
    public Optional<String> stateKey() {
        return Optional.ofNullable(stateKey);
    }

    /** @return the content */
    public JsonObject content() {
        return body.content();
    }

    /** @return {@code content.membership}, if it is a string */
    public Optional<String> membership() {
        return content().string("membership");
    }

    /** @return when the sending server says it made the event, in milliseconds of Unix time; nothing vouches for it */
    public long originServerTs() {
        return body.originServerTs();
    }

    /** @return the depth */
    public long depth() {
        return body.depth();
    }

    /** @return the IDs of the events that authorise this one; made anew each time */
    public List<EventId> authEvents() {
        return PduReader.references(json, PduReader.AUTH_EVENTS, rules);
    }

    /** @return the IDs of the events before this one; made anew each time */
    public List<EventId> prevEvents() {
        return PduReader.references(json, PduReader.PREV_EVENTS, rules);
    }

    /** @return whether it is the state event of a type, with the empty state key */
    public boolean isState(String stateType) {
        return type.equals(stateType) && "".equals(stateKey);
    }

    /** @return whether it is a membership event of this membership */
    public boolean isMembership(String membership) {
        return type.equals("m.room.member") && stateKey != null && content().holds("membership", membership);
    }

    /** @return whether the content hash fits; if not, only the {@link #redacted()} form may be used */
    public boolean contentHashMatches() {
        return json.object("hashes")
                .flatMap(hashes -> hashes.string("sha256"))
                .flatMap(UnpaddedBase64::decode)
                .filter(hash -> MessageDigest.isEqual(hash, EventHashes.contentHash(json)))
                .isPresent();
    }

    /** @return the event as redaction leaves it, with the same ID and signatures */
    public Pdu redacted() {
        JsonObject redacted = JsonObject.of(EventHashes.redacted(json, rules));
        PduReader.Body left =
                new PduReader.Body(redacted.object("content").orElseThrow(), body.originServerTs(), body.depth());
        return new Pdu(redacted, rules, new PduReader.Identity(eventId, roomId, sender, type, stateKey), left, signed);
    }

    /**
     * The same event under further signatures. Its ID, and all that was checked but its size, do not depend on them and stay.
     *
     * @param bytes the event as it was read but for its signatures; kept, not copied
     * @return it, or that it has become too large
     */
    PduReading signedAs(byte[] bytes) {
        JsonObject signedJson;
        try {
            signedJson = JsonObject.parse(bytes, rules.format().json());
        } catch (InvalidJsonException e) {
            return new MalformedPdu(Reason.NOT_CANONICAL, e.detail());
        }
        if (PduReader.isTooLarge(signedJson)) {
            return new MalformedPdu(Reason.TOO_LARGE, PduReader.TOO_LARGE + " once signed by all who sign it");
        }
        PduReader.Body same =
                new PduReader.Body(signedJson.object("content").orElseThrow(), body.originServerTs(), body.depth());
        return new Pdu(
                signedJson, rules, new PduReader.Identity(eventId, roomId, sender, type, stateKey), same, signed);
    }

    /** @return the reference hash, 32 bytes, which no signature changes */
    public byte[] referenceHash() {
        return CanonicalJson.sha256(covered());
    }

    /** @return what the signatures cover; the caller's own */
    public byte[] signedBytes() {
        return signed == null ? EventHashes.signedBytes(json, rules) : signed.clone();
    }

    /** What the signatures cover, not to be written to. */
    byte[] covered() {
        return signed == null ? EventHashes.signedBytes(json, rules) : signed;
    }

    /** @return the event ID and the room version; contents of events do not belong into logs */
    @Override
    public String toString() {
        return "Pdu[" + eventId + ", " + rules + "]";
    }
}
