package io.vestibule.matrix.event;

import io.vestibule.matrix.event.MalformedPdu.Reason;
import io.vestibule.matrix.id.EventId;
import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.ServerName;
import io.vestibule.matrix.id.UserId;
import io.vestibule.matrix.json.CanonicalJson;
import io.vestibule.matrix.json.JsonArray;
import io.vestibule.matrix.json.JsonObject;
import io.vestibule.matrix.json.JsonRules;
import io.vestibule.matrix.json.JsonString;
import io.vestibule.matrix.json.JsonValue;
import io.vestibule.matrix.room.EventIdForm;
import io.vestibule.matrix.room.RoomIdForm;
import io.vestibule.matrix.room.RoomVersionRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the format of an event against its room version (room version pages, "Event format"; "Size limits"). */
final class PduReader {

    static final String AUTH_EVENTS = "auth_events";
    static final String PREV_EVENTS = "prev_events";

    private static final int MAX_FIELD_BYTES = 255;
    private static final int MOST_BYTES_OF_CHAR = 3;
    private static final int MAX_AUTH_EVENTS = 10;
    private static final int MAX_PREV_EVENTS = 20;
    private static final int HASHED_ROOM_ID_LENGTH = 44;

    static final String TOO_LARGE = "the event is larger than " + Pdu.MAX_BYTES + " bytes";

    /** What an event is known by. */
    record Identity(
            EventId eventId,
            RoomId roomId,
            UserId sender,
            String type,
            @Nullable String stateKey) {}

    /** What else has been read while checking. */
    record Body(JsonObject content, long originServerTs, long depth) {}

    /** Leaves the checks at the first fault; never leaves this class. */
    private static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient MalformedPdu malformed;

        Fault(Reason reason, String detail) {
            super(detail, null, false, false);
            malformed = new MalformedPdu(reason, detail);
        }
    }

    private final JsonObject event;
    private final RoomVersionRules rules;
    private byte @Nullable [] signed;

    private PduReader(JsonObject event, RoomVersionRules rules) {
        this.event = event;
        this.rules = rules;
    }

    static PduReading read(JsonObject event, RoomVersionRules rules) {
        try {
            return new PduReader(event, rules).pdu();
        } catch (Fault fault) {
            return fault.malformed;
        }
    }

    private Pdu pdu() throws Fault {
        if (!event.conformsTo(rules.format().json())) {
            throw new Fault(Reason.NOT_CANONICAL, "the event holds a number that " + rules + " does not allow");
        }
        if (isTooLarge(event)) {
            throw new Fault(Reason.TOO_LARGE, TOO_LARGE);
        }
        String type = shortText("type");
        String stateKey = event.has("state_key") ? shortText("state_key") : null;
        UserId sender = UserId.parse(text("sender")).orElseThrow(() -> shape("sender is not a user ID"));
        checkHashesAndSignatures();
        Body body = body();
        EventId eventId = eventId();
        Identity identity = new Identity(eventId, roomId(eventId, type, stateKey), sender, type, stateKey);
        return new Pdu(event, rules, identity, body, signed);
    }

    private Body body() throws Fault {
        long depth = integer("depth");
        if (depth < 0 || depth > rules.format().maxDepth()) {
            throw shape("depth is out of range");
        }
        checkReferences(AUTH_EVENTS, MAX_AUTH_EVENTS);
        checkReferences(PREV_EVENTS, MAX_PREV_EVENTS);
        return new Body(object("content"), integer("origin_server_ts"), depth);
    }

    // Strict canonical form is never longer than what it was made from, so most events need not be measured.
    static boolean isTooLarge(JsonObject event) {
        boolean mayGrow = !event.conformsTo(JsonRules.STRICT);
        return (mayGrow || event.byteLength() > Pdu.MAX_BYTES) && CanonicalJson.length(event) > Pdu.MAX_BYTES;
    }

    private void checkHashesAndSignatures() throws Fault {
        if (!(object("hashes").get("sha256").orElse(null) instanceof JsonString)) {
            throw shape("hashes.sha256 is missing");
        }
        if (!object("signatures").isAllObjects()) {
            throw shape("signatures is not an object of objects");
        }
        if (event.has("unsigned")) {
            object("unsigned");
        }
    }

    private EventId eventId() throws Fault {
        if (rules.format().eventId() != EventIdForm.GIVEN && event.has("event_id")) {
            throw shape("event_id must not be in an event of " + rules);
        }
        EventId id = givenOrHashed();
        boolean namesAServer = id.domain().flatMap(ServerName::parse).isPresent();
        if (rules.signatures().eventIdServer() && !namesAServer) {
            throw shape("event_id names no server that could have signed it");
        }
        return id;
    }

    // What is hashed is what is signed, so it is kept for whoever checks the signatures.
    private EventId givenOrHashed() throws Fault {
        if (rules.format().eventId() == EventIdForm.GIVEN) {
            return EventHashes.eventId(event, rules).orElseThrow(() -> shape("event_id is not an event ID"));
        }
        signed = EventHashes.signedBytes(event, rules);
        return EventHashes.hashedId(CanonicalJson.sha256(signed), rules);
    }

    private RoomId roomId(EventId eventId, String type, @Nullable String stateKey) throws Fault {
        if (rules.format().roomId() == RoomIdForm.GIVEN) {
            return RoomId.parse(text("room_id")).orElseThrow(() -> shape("room_id is not a room ID"));
        }
        if (type.equals("m.room.create") && "".equals(stateKey)) {
            if (event.has("room_id")) {
                throw shape("room_id must not be in a create event of " + rules);
            }
            return RoomId.of("!" + eventId.value().substring(1));
        }
        return RoomId.parse(text("room_id"))
                .filter(PduReader::isHash)
                .orElseThrow(() -> shape("room_id is not the hash of a create event"));
    }

    private static boolean isHash(RoomId id) {
        String value = id.value();
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x80 || !(Character.isLetterOrDigit(c) || c == '-' || c == '_')) {
                return false;
            }
        }
        return value.length() == HASHED_ROOM_ID_LENGTH;
    }

    private void checkReferences(String key, int most) throws Fault {
        JsonArray references = event.array(key).orElseThrow(() -> shape(key + " is not an array"));
        int count = 0;
        for (JsonValue reference : references) {
            if (count++ == most) {
                throw new Fault(Reason.TOO_LARGE, key + " has more than " + most + " entries");
            }
            if (!(referenced(reference, rules) instanceof JsonString id) || !isEventId(id)) {
                throw shape(key + " holds something that is no reference to an event");
            }
        }
    }

    /** The events that one of the two lists of an event names, which has been checked. */
    static List<EventId> references(JsonObject event, String key, RoomVersionRules rules) {
        List<EventId> ids = new ArrayList<>(4);
        for (JsonValue reference : event.array(key).orElseThrow()) {
            if (referenced(reference, rules) instanceof JsonString id) {
                ids.add(EventId.of(id.value()));
            }
        }
        return Collections.unmodifiableList(ids);
    }

    private static @Nullable JsonValue referenced(JsonValue reference, RoomVersionRules rules) {
        return switch (rules.format().references()) {
            case IDS -> reference;
            case PAIRS ->
                reference instanceof JsonArray pair && pair.get(1).orElse(null) instanceof JsonObject
                        ? pair.get(0).orElse(null)
                        : null;
        };
    }

    // Nearly every event is kept or passed on and its references are never looked at, so no IDs are made of them here.
    private static boolean isEventId(JsonString text) {
        return text.isPlainBehind('$', EventId.MAX_BYTES)
                || EventId.parse(text.value()).isPresent();
    }

    private String shortText(String key) throws Fault {
        String text = text(key);
        boolean fits = text.length() * MOST_BYTES_OF_CHAR <= MAX_FIELD_BYTES;
        if (!fits && text.getBytes(StandardCharsets.UTF_8).length > MAX_FIELD_BYTES) {
            throw new Fault(Reason.TOO_LARGE, key + " is longer than " + MAX_FIELD_BYTES + " bytes");
        }
        return text;
    }

    private String text(String key) throws Fault {
        return event.string(key).orElseThrow(() -> shape(key + " is not a string"));
    }

    private long integer(String key) throws Fault {
        return event.integer(key).orElseThrow(() -> shape(key + " is not an integer"));
    }

    private JsonObject object(String key) throws Fault {
        return event.object(key).orElseThrow(() -> shape(key + " is not an object"));
    }

    private Fault shape(String detail) {
        return new Fault(Reason.WRONG_SHAPE, detail);
    }
}
